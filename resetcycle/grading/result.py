"""The result of one submission: what is kept of it, entered and reported."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["graded", "repaired", "partly", "timeout", "died", "unreadable"]
# In the order in which they are counted; the last three want a person.
STATUSES: tuple[Status, ...] = ("graded", "repaired", "partly", "timeout", "died", "unreadable")
WANT_A_PERSON: tuple[Status, ...] = STATUSES[3:]


def answer_digest(text: str) -> str:
    """Return the digest of a cell's text; blanks at its ends do not count."""
    return hashlib.sha256(text.strip().encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True)
class Mark:
    """What one task earned.

    Attributes
    ----------
    points : float
        In half points: a task may be right in part.
    of : int
    said : str
        One sentence to the learner.
    answer : object
        The entries that the first probe that decided gave, as they came: anything may be in it.
    """

    points: float
    of: int
    said: str
    answer: object = None

    @property
    def right(self) -> bool:
        """Whether the task earned all its points."""
        return self.points >= self.of


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Attributes
    ----------
    student, where : str
        Who handed it in, and the file.
    handed_in : str
        In UTC, such as ``"2027-03-01 09:30:00"``.
    status : str
    notes : tuple of str
        What a grader should know, one sentence each.
    isolated : bool
        Whether the code ran in a sandbox.
    seconds : float
    digest : str
        Of the file, the key and the tasks; as long as it is the same, nothing is graded again.
    tasks : dict of str to Mark
        By number.
    words : int
        Of the essay; 0 if there is none.
    answers : dict of str to str
        By name, the digest of each cell that takes an answer; of a file that cannot be read the
        digest of the whole, under an empty name; empty if the grader itself failed.
    limit : float
        The seconds that it had.
    """

    student: str
    where: str
    handed_in: str
    status: Status
    notes: tuple[str, ...] = ()
    isolated: bool = True
    seconds: float = 0
    digest: str = ""
    tasks: dict[str, Mark] = field(default_factory=dict[str, Mark])
    words: int = 0
    answers: dict[str, str] = field(default_factory=dict[str, str])
    limit: float = 0

    @property
    def wants_a_person(self) -> bool:
        """Whether its points are not final."""
        return self.status in WANT_A_PERSON

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Result":
        """Return the result of a file that `to_json` wrote; KeyError or TypeError if it did not."""
        tasks = {number: Mark(**each) for number, each in content["tasks"].items()}
        fields: dict[str, Any] = {**content}
        fields["tasks"], fields["notes"] = tasks, tuple(content["notes"])
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        """Return the result as the class's folder keeps it."""
        # Not by way of `asdict`, which would follow whatever a learner answered into its depth.
        tasks = {number: vars(mark) for number, mark in self.tasks.items()}
        return {**vars(self), "notes": list(self.notes), "tasks": tasks}
