from .byhand import ByHand as ByHand
from .causal import CausalMap as CausalMap
from .clocks import TwoClocks as TwoClocks
from .code import CodeEvents as CodeEvents
from .criteria import MoveCriteria as MoveCriteria
from .criteria import SealCriteria as SealCriteria
from .document import CodeDocument as CodeDocument
from .draw import DrawTrajectory as DrawTrajectory
from .evidence import WeighEvidence as WeighEvidence
from .find import FindEvents as FindEvents
from .forecast import ForecastBoard as ForecastBoard
from .leaveout import LeaveOut as LeaveOut
from .memo import Memo as Memo
from .memory import MemoryLine as MemoryLine
from .null import NullSimulator as NullSimulator
from .places import Places as Places
from .pool import ClassPool as ClassPool
from .predict import Predict as Predict
from .sort import SortClaims as SortClaims
from .sort import SortDesk as SortDesk
from .ways import ManyWays as ManyWays
from .weigh import WeighObstacles as WeighObstacles
from .work import MyWork as MyWork

__all__ = [
    "ByHand",
    "CausalMap",
    "ClassPool",
    "CodeDocument",
    "CodeEvents",
    "DrawTrajectory",
    "FindEvents",
    "ForecastBoard",
    "LeaveOut",
    "ManyWays",
    "Memo",
    "MemoryLine",
    "MoveCriteria",
    "MyWork",
    "NullSimulator",
    "Places",
    "Predict",
    "SealCriteria",
    "SortClaims",
    "SortDesk",
    "TwoClocks",
    "WeighEvidence",
    "WeighObstacles",
]
