from . import agreement as agreement
from . import answers as answers
from . import bargain as bargain
from . import causes as causes
from . import charts as charts
from . import classroom as classroom
from . import cuts as cuts
from . import cycle as cycle
from . import data as data
from . import evidence as evidence
from . import exercise as exercise
from . import explanations as explanations
from . import finding as finding
from . import forecasts as forecasts
from . import obstacles as obstacles
from . import outside as outside
from . import questions as questions
from . import record as record
from . import speech as speech
from . import stability as stability
from . import states as states
from . import trajectory as trajectory
from . import weighing as weighing
from . import widgets as widgets

# What lessons and exercises call most often, without the room's name.
from .exercise.check import check as check
from .exercise.essay import essay as essay
from .exercise.hand import by_hand as by_hand
from .exercise.hints import hint as hint
from .exercise.model import model as model
from .exercise.progress import progress as progress
from .exercise.reading import reads as reads
from .exercise.recall import recall as recall
from .exercise.seals import seal as seal
from .finding import find as find
from .speech import language as language
from .tables import show as show

__version__: str
