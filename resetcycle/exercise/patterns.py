"""Patterns for hints: code that has the form of an answer, on other data, and runs as it stands."""

from .hand import arguments, function
from .task import Task

# An event that stands in for those of a task, or the next if the task speaks of it.
_EVENTS = ("2007-02-munich", "2010-04-new-start-signed")
_ACTS = """\
def mean_of_acts({names}):
    events = rc.trajectory.scored_events()
    {inside}
    return {gives}

mean_of_acts({values})"""
_INSIDE = """\
year = events["event_date"].dt.year
    chosen = events[(year >= first) & (year <= last)]"""
# By how many names stand in the brackets: these, how the acts are chosen, and what is handed over.
_BRACKETS = (
    ("", "chosen = events", ""),
    ("term", 'chosen = events[events["term_id"] == term]', '"clinton"'),
    (
        "first, last",
        _INSIDE,
        "2009, 2012",
    ),
    (
        "first, last, least",
        f"{_INSIDE}\n    chosen = chosen[chosen['goldstein_score'] >= least]",
        "2009, 2012, 5",
    ),
)
_DECIDES = """\
def when(year):
    if year < 2017:
        return "before the article"
    return "in its year or later"

when(2014)"""
# Where the task asks for no function, by kind and shape.
_PLAIN = {
    "list": "elections = [1992, 2000, 2008]\nelections[0]",
    "set": 'republicans = {"bush43", "trump1"}\n"obama" in republicans',
    "number": "elected = 2008\nelected",
    "choice": 'party = "Democrat"\nparty',
    "yes_no": "elected_twice = True\nelected_twice",
}
_WORDS = """\
events = rc.data.load("events").set_index("event_id")
print(events.loc["{event}", "summary"])

parties = {{
    "clinton": "Democrat",
    "bush43": "Republican",
}}
parties["clinton"]"""
_NUMBERS = """\
elected = {
    "clinton": 1992,
    "bush43": 2000,
}
elected["clinton"]"""


def pattern(task: Task) -> str:
    """Return code that has the form of the answer and runs as it stands."""
    if not function(task):
        if task.shape != "mapping":
            return _PLAIN[task.shape if task.shape in _PLAIN else task.kind]
        spoken = {card.event for card in task.cards.values()}
        event = next((each for each in _EVENTS if each not in spoken), _EVENTS[0])
        return _NUMBERS if task.kind == "number" else _WORDS.format(event=event)
    if task.kind != "number":
        return _DECIDES
    names, inside, values = _BRACKETS[min(arguments(task), len(_BRACKETS) - 1)]
    mean = 'chosen["goldstein_score"].mean()'
    gives = mean if task.shape == "one" else f"[len(chosen), {mean}]"
    return _ACTS.format(names=names, inside=inside, gives=gives, values=values)
