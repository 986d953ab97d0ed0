from .code import CodeEvents as CodeEvents
from .document import CodeDocument as CodeDocument
from .draw import DrawTrajectory as DrawTrajectory
from .forecast import ForecastBoard as ForecastBoard
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
    "CodeDocument",
    "CodeEvents",
    "DrawTrajectory",
    "ForecastBoard",
    "Memo",
    "MemoryLine",
    "MyWork",
    "NullSimulator",
    "Predict",
    "SortClaims",
    "WeighObstacles",
]
