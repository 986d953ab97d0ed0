from .code import CodeEvents as CodeEvents
from .draw import DrawTrajectory as DrawTrajectory
from .forecast import ForecastBoard as ForecastBoard
from .leaveout import LeaveOut as LeaveOut
from .memo import Memo as Memo
from .memory import MemoryLine as MemoryLine
from .null import NullSimulator as NullSimulator
from .pool import ClassPool as ClassPool
from .predict import Predict as Predict
from .sort import SortClaims as SortClaims
from .weigh import WeighObstacles as WeighObstacles
from .work import MyWork as MyWork

__all__ = [
    "ClassPool",
    "CodeEvents",
    "DrawTrajectory",
    "ForecastBoard",
    "LeaveOut",
    "Memo",
    "MemoryLine",
    "MyWork",
    "NullSimulator",
    "Predict",
    "SortClaims",
    "WeighObstacles",
]
