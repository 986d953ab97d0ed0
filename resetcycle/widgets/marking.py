"""Mark essays by the rubric: those that others marked, one's own, then the model; and a peer's."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import anchors, answers, data, essays, peers, rubric, sharing
from ..exercise.model import NOT_HERE, TRIED_WORDS, look_for, model_essay
from ..exercise.notebooks import UnreadableError, opened
from ..exercise.shapes import is_open
from ..speech import N_, _, ngettext, spoken
from ..words import day, in_words, number
from .base import LOCKED, OTHER_VERSION, KitWidget, front_end

OWN = "own"
# The essay of a peer is called by this and by its author's random name.
PEER = "peer-"
STRANGE = N_("some of it is no mark of an essay here.")
WHO = {
    "USA": N_("Washington"),
    "RUS": N_("Moscow"),
    "both": N_("both capitals"),
    "other": N_("others"),
}

Marks = dict[str, int]


class Earlier(TypedDict):
    """Marks that a learner gave to an essay that was written again since, and when."""

    marks: Marks
    at: str


class Paper(TypedDict):
    """An essay as the browser shows it, with the ids of the acts that it cites."""

    name: str
    title: str
    text: str
    cites: list[str]


class MarkAnswer(TypedDict, total=False):
    """The marks of each essay, when they were locked, one's own of earlier, and what is shown.

    `peers` are the authors of essays that were handed over; `back` is what came back, as pasted.
    """

    marks: dict[str, Marks]
    locked: dict[str, str]
    earlier: list[Earlier]
    peers: list[str]
    back: str
    shown: str


class MarkEssay(KitWidget[MarkAnswer]):
    """A board on which a learner marks essays, line by line of the rubric.

    First come the anchor essays, whose readers' marks and reasons are shown when the learner has
    locked marks of their own; then the learner's essay, as it was last saved; then the model
    essay, with notes at the places where it meets the rubric. Whoever writes the essay again can
    mark it again. Who has marked the anchors can mark the essay of a peer, who hands it over with
    its number; the code with these marks goes back to the author, who sees them beside the own.

    Parameters
    ----------
    lesson : str
        The number of the exercise, such as ``"02"``.

    Attributes
    ----------
    answer : dict
        ``{"marks": {essay: {line: 0 to 3}}, "locked": {essay: ISO time}, "earlier": [...],
        "peers": [...], "back": text, "shown": essay}``, kept under "essay_marks". Anchors are
        called "1", "2", ..., one's own essay "own", that of a peer "peer-" and the author's random
        name.
    results : dict
        Of each locked essay: the points, in words; of an anchor its readers' marks and reasons, of
        one's own and a peer's a share code of the marks.
    number : str
        What to write on one's own essay before it is handed over; empty until its marks are locked.
    beside : dict
        One's own marks beside those that came back, as from `peers.beside`, and notes on the lines
        that hold none; empty as long as nothing came back.
    model : dict
        The model essay with its notes, once one's own is locked; empty before.
    """

    _esm, _css = front_end("marking")
    key = "essay_marks"

    # Public: nothing of it is in the browser before the learner's own marks are locked.
    results = traitlets.Dict().tag(sync=True)
    model = traitlets.Dict().tag(sync=True)
    number = traitlets.Unicode().tag(sync=True)
    beside = traitlets.Dict().tag(sync=True)

    # Internal: what the browser shows; what it asks for: "lock:" and an essay, "read", "again",
    # "peer:" and a number, "back:" and what was pasted.
    about = traitlets.Unicode().tag(sync=True)
    rules = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)
    papers = traitlets.List(traitlets.Dict()).tag(sync=True)
    acts = traitlets.Dict().tag(sync=True)
    own_told = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str) -> None:
        self._set = anchors.nearest(lesson)
        self._anchors = {str(i): one for i, one in enumerate(self._set.essays, 1)}
        self._own, told = _read_own(lesson)
        # What the board holds while Python itself locks or opens something: base asks for it.
        self._before: MarkAnswer | None = None
        super().__init__(
            lesson,
            lines=[_line(one) for one in rubric.lines()],
            rules=[rule.replace("**", "") for rule in rubric.rules()],
            about=_about(lesson, self._set),
            own_told=told,
        )
        self._show()
        self.observe(self._asked, "asked")

    def lock(self, name: str) -> None:
        """Lock the marks of an essay, and show what its readers gave.

        Parameters
        ----------
        name : str
            "1", "2", ..., "own", or "peer-" and the author's random name.

        Raises
        ------
        ValueError
            In one sentence: a line has no mark, an anchor is not marked yet, there is no essay.
        """
        answer = self.answer
        if name in answer.get("locked", {}):
            return
        if name == OWN:
            self._refuse_own()
        given = answer.get("marks", {}).get(name, {})
        if missing := len(rubric.lines()) - len(given):
            raise ValueError(
                ngettext(
                    "{n} line has no mark yet.", "{n} lines have no mark yet.", missing, n=missing
                )
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        locked = {**answer.get("locked", {}), name: now}
        self._set_answer({**answer, "locked": locked})

    def again(self) -> None:
        """Mark one's own essay again: the marks so far are kept beside the new ones."""
        locked, marks = dict(self.answer.get("locked", {})), dict(self.answer.get("marks", {}))
        if OWN not in locked:
            return
        earlier: Earlier = {"marks": marks.pop(OWN, {}), "at": locked.pop(OWN)}
        self.read()
        self._set_answer(
            {
                **self.answer,
                "marks": marks,
                "locked": locked,
                "earlier": [*self.answer.get("earlier", []), earlier],
            }
        )

    def read(self) -> None:
        """Read one's own essay from the notebook, as it was last saved."""
        self._own, self.own_told = _read_own(self.lesson)
        self._show()

    def mark_peer(self, number: str) -> None:
        """Lay out the form for the essay of a peer.

        Parameters
        ----------
        number : str
            As it stands on the essay.

        Raises
        ------
        ValueError
            In one sentence: an anchor is not marked yet, it is no number of an essay on this
            exercise, or that of one's own.
        """
        self._refuse_before_anchors()
        author = peers.author_of(number, self.lesson)
        if author == self._learner():
            raise ValueError(_("This is the number of your own essay: mark it above."))
        others = [name for name in self.answer.get("peers", []) if name != author]
        self._set_answer({**self.answer, "peers": [*others, author], "shown": f"{PEER}{author}"})

    def take_back(self, text: str) -> None:
        """Keep the lines that came back from peers, and lay them beside one's own marks."""
        self._set_answer({**self.answer, "back": text})

    def _learner(self) -> str:
        with self._reading():
            return answers.learner(self.lesson)

    def _refuse_before_anchors(self) -> None:
        left = len(self._anchors.keys() - self.answer.get("locked", {}).keys())
        if left:
            raise ValueError(
                ngettext("Mark {n} more essay first.", "Mark {n} more essays first.", left, n=left)
            )

    def _refuse_own(self) -> None:
        self._refuse_before_anchors()
        if essays.count_words(self._own) < TRIED_WORDS:
            raise ValueError(
                _(
                    "Write at least {n} words of your own first, save, and read your essay again.",
                    n=TRIED_WORDS,
                )
            )

    def _asked(self, change: traitlets.Bunch) -> None:
        asked, _colon, what = change["new"].partition(":")
        if not asked:
            return
        try:
            if asked in ("lock", "peer", "back"):
                {"lock": self.lock, "peer": self.mark_peer, "back": self.take_back}[asked](what)
            elif asked == "read":
                self.read()
            else:
                self.again()
        except ValueError as error:
            self.notice = str(error)
        else:
            self.notice = ""
        self.asked = ""

    def _set_answer(self, answer: MarkAnswer) -> None:
        with self._by_python():
            self.answer = answer

    @contextmanager
    def _by_python(self) -> Generator[None]:
        self._before = self.answer
        try:
            yield
        finally:
            self._before = None

    def _unlocked(self) -> MarkAnswer | None:
        return self._before

    def _keep(self, change: traitlets.Bunch) -> None:
        kept = self._kept()
        fixed = _locked(kept)
        if self._before is None and fixed and not _holds(change["new"], fixed, kept):
            # An older view may still be open somewhere: what was locked stays.
            self._seen = kept
            self.answer = cast("MarkAnswer", kept)
            self.notice = _(LOCKED["marks"])
        else:
            super()._keep(change)
        self._show()

    def _usable(self, kept: object) -> tuple[MarkAnswer | None, str]:
        if not _is_answer(kept):
            return None, OTHER_VERSION
        handed = _peers(kept)
        names = [*self._anchors, OWN, *(f"{PEER}{name}" for name in handed)]
        marks = {
            name: given
            for name, given in kept.get("marks", {}).items()
            if name in names and _usable_marks(given) == given
        }
        locked = {
            name: at
            for name, at in kept.get("locked", {}).items()
            if len(marks.get(name, {})) == len(rubric.lines())
        }
        usable: MarkAnswer = {"marks": marks, "locked": locked}
        if "earlier" in kept:
            usable["earlier"] = kept["earlier"]
        if handed:
            usable["peers"] = handed
        if "back" in kept:
            usable["back"] = kept["back"]
        if (shown := kept.get("shown")) in names:
            usable["shown"] = shown
        is_all = (marks, locked, handed) == (
            kept.get("marks", {}),
            kept.get("locked", {}),
            kept.get("peers", []),
        )
        return usable, "" if is_all else STRANGE

    def _show(self) -> None:
        """Show what may be seen by now."""
        marks, locked = self.answer.get("marks", {}), self.answer.get("locked", {})
        earlier = self.answer.get("earlier", [])
        self.papers = [
            *(
                _paper(name, _("Essay {n}", n=name), one.text)
                for name, one in self._anchors.items()
            ),
            _paper(OWN, _("Your essay"), self._own),
            *(
                _paper(
                    f"{PEER}{name}",
                    _("Essay {n}", n=peers.number_of(name, self.lesson)),
                    "",
                )
                for name in self.answer.get("peers", [])
            ),
        ]
        self.results = {name: self._result(name, marks[name]) for name in locked if name in marks}
        self.model = self._model() if OWN in locked or earlier else {}
        can_exchange = OWN in locked
        self.number = peers.number_of(self._learner(), self.lesson) if can_exchange else ""
        self.beside = self._beside(marks[OWN], earlier) if can_exchange else {}
        texts = [self._own, str(self.model.get("text", ""))]
        texts += [anchor.text for anchor in self._anchors.values()]
        self.acts = _acts(essays.cited(" ".join(texts)))

    def _result(self, name: str, given: Marks) -> dict[str, object]:
        if name == OWN:
            told = rubric.points(given, essays.count_words(self._own)).told()
            before = [
                _("On {day}: {points}", day=_day(one["at"]), points=_points(one["marks"]))
                for one in self.answer.get("earlier", [])
            ]
            return {"points": told, "earlier": before, "code": self._code(name, given)}
        if name.startswith(PEER):
            return {"points": _points(given), "code": self._code(name, given)}
        anchor = self._anchors[name]
        return {
            "points": _points(given),
            "readers": anchor.points.told(),
            "marks": anchor.marks,
            "reasons": anchor.reasons,
        }

    def _code(self, name: str, given: Marks) -> str:
        """Return the line that carries marks; none where the clock cannot be right."""
        learner = self._learner()
        author = learner if name == OWN else name.removeprefix(PEER)
        saved = self.answer.get("locked", {})[name]
        work = {"lesson": self.lesson, "author": author, "marks": given}
        try:
            return sharing.share_code({"learner": learner, "saved": saved, **work}, "marks")
        except ValueError:
            return ""

    def _beside(self, own: Marks, earlier: list[Earlier]) -> dict[str, object]:
        """Return one's own marks beside what came back, and what is to be said of the lines."""
        got = peers.received(self.answer.get("back", ""), self._learner(), self.lesson)
        again = _time(earlier[-1]["at"]) if earlier else None
        older = [peer for peer in got.peers if again and _time(peer.at) < again]
        now = [peer for peer in got.peers if peer not in older]
        older = [
            one._replace(called=_("{peer}, of an earlier version", peer=one.called))
            for one in older
        ]
        found: dict[str, object] = {**peers.beside(own, now, older)} if got.peers else {}
        return {**found, "notes": got.notes} if found or got.notes else {}

    def _model(self) -> dict[str, object]:
        text = model_essay(self.lesson)
        looked = look_for(self.lesson)
        notes = anchors.sets()[self.lesson].notes
        titles = {line.name: line.criterion for line in rubric.lines()}
        return {
            "told": "" if text else _(NOT_HERE),
            "text": text or "",
            "cites": essays.cited(text or ""),
            "notes": [
                {"line": titles[note.line], "at": note.at, "says": note.says} for note in notes
            ],
            "look_for": [
                {"line": titles[line], "says": says}
                for line, all_ in looked.items()
                for says in all_
            ],
        }

    def table(self) -> pd.DataFrame:
        """Return each essay with the points that the learner gave and those of its readers."""
        rows = [
            {
                _("essay"): one["title"],
                _("your points"): self.results.get(one["name"], {}).get(
                    "points", _("not marked yet")
                ),
                _("its readers"): self.results.get(one["name"], {}).get("readers", ""),
            }
            for one in self.papers
        ]
        return pd.DataFrame(rows)


def _read_own(lesson: str) -> tuple[str, str]:
    """Return one's own essay as it was last saved, and a sentence on where it comes from."""
    try:
        notebook = opened(lesson, "essay")
    except UnreadableError as error:
        return "", str(error)
    if notebook is None:
        return "", _(
            "Your essay is read from the notebook of the exercise: save it, and run this cell "
            "there."
        )
    text = notebook.cells["essay"]
    return ("" if is_open(text) else text), notebook.told()


def _about(lesson: str, found: anchors.Set) -> str:
    count = in_words(len(found.essays)).capitalize()
    if lesson == found.lesson:
        said = _("{Count} essays by others on the question of this exercise.", Count=count)
    else:
        said = _(
            "{Count} essays by others, on the question of exercise {of}. Marking is the same for "
            "all.",
            Count=count,
            of=found.lesson,
        )
    if spoken() == "en":
        return said
    kept = _("These essays, their readers' reasons and the notes on the model are in English.")
    return f"{said} {kept}"


def _paper(name: str, title: str, text: str) -> Paper:
    return {"name": name, "title": title, "text": text, "cites": essays.cited(text)}


def _line(line: rubric.Line) -> dict[str, object]:
    return {
        "name": line.name,
        "criterion": line.criterion,
        "question": line.question,
        "levels": list(line.levels),
    }


def _acts(names: Iterable[str]) -> dict[str, list[str]]:
    """Return of each act that is cited its day and whose it is, its title, summary and score."""
    table = data.load("events")
    rows = cast("list[dict[str, Any]]", table[table["event_id"].isin(names)].to_dict("records"))
    return {
        row["event_id"]: [
            f"{day(row['event_date'])}, {_(WHO[row['source_actor']])}",
            row["title"],
            row["summary"],
            _("no score: context")
            if pd.isna(row["goldstein_score"])
            else _("score {score}", score=number(row["goldstein_score"], "g")),
        ]
        for row in rows
    }


def _points(given: Marks) -> str:
    return rubric.points(given).told()


def _day(at: str) -> str:
    return day(datetime.fromisoformat(at).date())


def _usable_marks(given: object) -> Marks:
    lines = [line.name for line in rubric.lines()]
    marks = cast("dict[str, object]", given) if isinstance(given, dict) else {}
    return {
        name: mark
        for name, mark in marks.items()
        if name in lines and type(mark) is int and mark in rubric.LEVELS
    }


def _peers(kept: MarkAnswer) -> list[str]:
    """Return the random names of peers that are kept and are such names, each once."""
    return list(dict.fromkeys(filter(sharing.LEARNER.fullmatch, kept.get("peers", []))))


def _time(at: str) -> datetime:
    """Return a time that was kept; one without a zone is read as UTC."""
    when = datetime.fromisoformat(at)
    return when.replace(tzinfo=when.tzinfo or UTC)


def _locked(kept: object) -> dict[str, str]:
    return kept.get("locked", {}) if _is_answer(kept) else {}


def _holds(new: MarkAnswer, fixed: dict[str, str], kept: object) -> bool:
    """Return whether an answer leaves all that is locked as it is."""
    before: dict[str, Any] = kept if isinstance(kept, dict) else {}
    return all(
        new.get("locked", {}).get(name) == at
        and new.get("marks", {}).get(name) == before["marks"].get(name)
        for name, at in fixed.items()
    )


def _is_answer(kept: object) -> TypeGuard[MarkAnswer]:
    if not isinstance(kept, dict):
        return False
    marks, locked, earlier = (kept.get(part) for part in ("marks", "locked", "earlier"))
    handed = kept.get("peers", [])
    if not isinstance(kept.get("back", ""), str) or not isinstance(handed, list):
        return False
    return (
        all(isinstance(name, str) for name in handed)
        and isinstance(kept.get("marks", {}), dict)
        and (marks is None or all(isinstance(each, dict) for each in marks.values()))
        and (
            locked is None
            or (isinstance(locked, dict) and all(_is_time(at) for at in locked.values()))
        )
        and (
            earlier is None
            or (isinstance(earlier, list) and all(_is_earlier(each) for each in earlier))
        )
    )


def _is_earlier(each: object) -> bool:
    if not isinstance(each, dict):
        return False
    marks = each.get("marks")
    return _is_time(each.get("at")) and len(_usable_marks(marks)) == len(rubric.lines())


def _is_time(at: object) -> bool:
    try:
        return isinstance(at, str) and bool(datetime.fromisoformat(at))
    except ValueError:
        return False
