from .clocks import TwoClocks as TwoClocks
from .code import CodeEvents as CodeEvents
from .draw import DrawTrajectory as DrawTrajectory
from .forecast import ForecastBoard as ForecastBoard
from .memo import Memo as Memo
from .memory import MemoryLine as MemoryLine
from .null import NullSimulator as NullSimulator
from .pool import ClassPool as ClassPool
from .predict import Predict as Predict
from .sort import SortClaims as SortClaims
from .ways import ManyWays as ManyWays
from .weigh import WeighObstacles as WeighObstacles
from .work import MyWork as MyWork

__all__ = [
    "ClassPool",
    "CodeEvents",
    "DrawTrajectory",
    "ForecastBoard",
    "ManyWays",
    "Memo",
    "MemoryLine",
    "MyWork",
    "NullSimulator",
    "Predict",
    "SortClaims",
    "TwoClocks",
    "WeighObstacles",
]
