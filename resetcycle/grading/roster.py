"""Who is who in a class: one person, one key, whatever a course page calls them.

A key names a person's folders and their row in the gradebook, and never changes. What tells people
apart is the course page's own numbers: Canvas gives each user one, Moodle gives each participant
one for each assignment, a folder is what somebody called it. Names are kept whole; a name alone
decides only where one person of the class and one in the archive bear it.
"""

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import cast

from . import spreadsheet
from .faults import TaskError
from .gradebook import Book, Student

# How long a key may be: nbgrader's gradebook takes 128 characters, a folder 255 bytes.
_MOST_SIGNS, _MOST_BYTES = 80, 180
# Windows opens these as devices, whatever follows the first dot.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# What columns are called, in the exports of Moodle and Canvas and in tables made by hand.
_COLUMNS = {
    "key": ("key",),
    "name": ("name", "full name", "student", "student name"),
    "first_name": ("first name", "firstname", "given name"),
    "last_name": ("last name", "lastname", "surname", "family name"),
    "username": ("username", "user name", "login", "sis login id"),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "id_number": ("id number", "idnumber", "student number", "student id"),
    "canvas_id": ("canvas id", "canvas user id"),
    "sis_user_id": ("sis user id",),
    "section": ("section", "group", "groups"),
    "number": ("identifier",),
}
_BY_HEADER = {header: column for column, headers in _COLUMNS.items() for header in headers}
# By these a row of a table is told to be a person of the roster; the first that says so decides.
_STRONG = ("key", "canvas_id", "sis_user_id", "id_number", "username", "email")
_MOODLE = "moodle "


def whole(text: str) -> str:
    """Return a name as it is compared and kept: letters and their marks as one, single spaces.

    Examples
    --------
    >>> whole("Zoe\N{COMBINING DIAERESIS}  B.") == "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS} B."
    True
    """
    # A file's name may hold what is no letter at all; it is written out, so that two stay two.
    text = text.encode("utf-8", "backslashreplace").decode()
    return " ".join(unicodedata.normalize("NFC", text).replace("\0", " ").split())


def slug(name: str) -> str:
    """Return a name as a folder: letters of every script with their marks, digits, ``.``, ``@``.

    Examples
    --------
    >>> slug("Jean-Luc D'Angelo"), slug("../..."), slug("con")
    ('Jean-Luc-D-Angelo', 'unnamed', 'student-con')
    """
    text = _safe(name)[:_MOST_SIGNS].encode()[:_MOST_BYTES].decode(errors="ignore")
    return text.rstrip("-.")


def _safe(name: str) -> str:
    signs = (
        sign if sign in "._@-" or unicodedata.category(sign)[0] in "LMN" else "/"
        for sign in whole(name)
    )
    text = re.sub("/+", "-", "".join(signs)).strip("-.") or "unnamed"
    return f"student-{text}" if _DEVICES.match(text) else text


def _folder(key: str) -> str:
    """Return what two keys have in common that some file systems take for one folder."""
    return unicodedata.normalize("NFC", key.casefold())


@dataclass(frozen=True)
class Person:
    """One learner, as the roster keeps them.

    Attributes
    ----------
    key : str
        Names their folders and their row in nbgrader's gradebook.
    name : str
        Whole, as the course page shows it.
    first_name, last_name, username, email, id_number, canvas_id, sis_user_id, section : str
        What a course page calls them; empty where it is not known.
    numbers : dict of str to str
        Moodle's participant number, by assignment: Moodle gives out new ones for each.
    """

    key: str
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    email: str = ""
    id_number: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    section: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])


_FIELDS = tuple(each.name for each in fields(Person) if each.name != "numbers")


@dataclass(frozen=True)
class Who:
    """Whom a file in an archive claims to be from.

    Attributes
    ----------
    system : str
        ``"moodle"``, ``"canvas"``, ``"folder"``, or ``"key"`` for a folder of nbgrader's.
    name : str
        As it stands there; course pages leave signs out of it.
    number : str
        The system's own; empty for a folder.
    """

    system: str
    name: str
    number: str = ""

    @property
    def identity(self) -> "Identity":
        """What makes two files one person's."""
        system = "folder" if self.system == "key" else self.system
        return system, self.number or whole(self.name)


Identity = tuple[str, str]


@dataclass(frozen=True)
class Doubt:
    """Why nobody can tell who is meant.

    Attributes
    ----------
    said : str
        One sentence, with what to do.
    could : tuple of str
        Keys of those of the roster who could be meant.
    """

    said: str
    could: tuple[str, ...]


class Roster:
    """The people of one class.

    Parameters
    ----------
    people : iterable of Person
    """

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people: dict[str, Person] = {}
        self._known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.folders: set[str] = set()
        self._next: defaultdict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(2))
        for person in people:
            self.put(person)

    def put(self, person: Person) -> None:
        """Take a person in, or what is newly known of one."""
        if before := self.people.get(person.key):
            for mark in _marks(before):
                self._known[mark].discard(person.key)
        self.people[person.key] = person
        self.folders.add(_folder(person.key))
        for mark in _marks(person):
            self._known[mark].add(person.key)

    def called(self, kind: str, text: str) -> list[Person]:
        """Return the people of whom this is known, such as ``("email", "a@b.org")``."""
        return [self.people[key] for key in sorted(self._known.get((kind, _same(kind, text)), ()))]

    def add(self, wanted: str, about: Person, number: str = "") -> Person:
        """Take in a new person under the first key that nobody has; return them."""
        for key in itertools.chain(
            [wanted, f"{wanted}-{slug(number)}"] if number else [wanted],
            (f"{wanted}-{place}" for place in self._next[_folder(wanted)]),
        ):
            if _folder(key) not in self.folders:
                person = replace(about, key=key)
                self.put(person)
                return person
        raise AssertionError  # The numbers do not end.

    def recognise(
        self, seen: Iterable[Who], assignment: str
    ) -> "tuple[dict[Identity, str], dict[Identity, Doubt]]":
        """Tell who the people of an archive are; take in those whom the roster does not know.

        Parameters
        ----------
        seen : iterable of Who
        assignment : str
            Whose archive it is.

        Returns
        -------
        keys : dict
            From `Who.identity` to a key.
        doubts : dict
            From `Who.identity`, for those who could be two people.
        """
        keys: dict[Identity, str] = {}
        doubts: dict[Identity, Doubt] = {}
        unknown: list[Who] = []
        for who in {each.identity: each for each in seen}.values():
            if found := self._by_number(who, assignment):
                keys[who.identity] = found.key
            else:
                unknown.append(who)
        taken = set(keys.values())
        shared = Counter((who.system, _shown(who.system, who.name)) for who in unknown)
        strangers: list[Who] = []
        for who in unknown:
            could = [each for each in self._by_name(who, assignment) if each.key not in taken]
            if not could:
                strangers.append(who)
            elif len(could) == 1 and shared[who.system, _shown(who.system, who.name)] == 1:
                self.put(_with_number(could[0], who, assignment))
                keys[who.identity] = could[0].key
            else:
                doubts[who.identity] = _doubt(who, could, assignment)
        wanted = Counter(_folder(slug(who.name)) for who in strangers)
        # A name that is a key as it stands comes before those that only become the same key.
        for who in sorted(strangers, key=lambda who: (slug(who.name) != whole(who.name), who.name)):
            about = _with_number(_described(who), who, assignment)
            start = slug(who.name)
            shared_name = wanted[_folder(start)] > 1 or self.called("name", who.name)
            if shared_name and who.number:
                start = f"{start}-{slug(who.number)}"
            keys[who.identity] = self.add(start, about, who.number).key
        return keys, doubts

    def _by_number(self, who: Who, assignment: str) -> Person | None:
        """Return whom the system's number means, or a folder that bears a name, or else a key."""
        kinds = {
            "moodle": (_MOODLE + assignment,),
            "canvas": ("canvas_id",),
            "folder": ("name", "key"),
            "key": ("key", "name"),
        }
        for kind in kinds[who.system]:
            if found := self.called(kind, who.number or who.name):
                return found[0] if len(found) == 1 else None
        return None

    def _by_name(self, who: Who, assignment: str) -> list[Person]:
        """Return those who could be meant; who has another number already is not."""
        if who.system == "moodle":
            found = self.called("moodle name", _shown("moodle", who.name))
            return [each for each in found if not each.numbers.get(assignment)]
        if who.system == "canvas":
            found = self.called("canvas name", _shown("canvas", who.name))
            return [each for each in found if not each.canvas_id]
        for kind in ("username", "email", "id_number", "sis_user_id", "canvas_id", "name"):
            if found := self.called(kind, who.name):
                return found
        return []


def _same(kind: str, text: str) -> str:
    """Return what two spellings of one thing have in common."""
    text = whole(text)
    return text.casefold() if kind in ("username", "email") else text


def _marks(person: Person) -> list[tuple[str, str]]:
    """Return all by which a person can be found."""
    marks = [
        (kind, _same(kind, getattr(person, kind))) for kind in _STRONG if getattr(person, kind)
    ]
    marks += [(_MOODLE + name, number) for name, number in person.numbers.items()]
    for name in _names(person):
        marks += [("name", whole(name))]
        marks += [(f"{system} name", _shown(system, name)) for system in ("moodle", "canvas")]
    return marks


def _shown(system: str, name: str) -> str:
    """Return a name as a course page writes it into the names of files."""
    if system == "moodle":
        return whole(re.sub(r"[\x00-\x1f&<>\"`|':\\/]|\.\.", "", name.replace("_", " ")))
    if system == "canvas":
        return "".join(
            sign for sign in whole(name).casefold() if unicodedata.category(sign)[0] in "LMN"
        )
    return whole(name)


def _with_number(person: Person, who: Who, assignment: str) -> Person:
    if who.system == "moodle":
        return replace(person, numbers={**person.numbers, assignment: who.number})
    # Canvas hides users behind other numbers where the marking is anonymous.
    if who.system == "canvas" and who.number.isdecimal():
        return replace(person, canvas_id=who.number)
    return person


def _described(who: Who) -> Person:
    """Return what an archive says of a person; a folder's name may be their name or their login."""
    name = whole(who.name)
    plain = who.system in ("folder", "key") and not re.search(r"\s", name)
    return Person("", name, username=name if plain else "")


def _doubt(who: Who, could: Sequence[Person], assignment: str) -> Doubt:
    keys = tuple(person.key for person in could)
    number = f" (its number is {who.number})" if who.number else ""
    mend = {
        "moodle": f"download the grading worksheet of the assignment and run 'resetcycle roster "
        f"FILE --assignment {assignment}'",
        "canvas": "export the gradebook of Canvas and run 'resetcycle roster FILE'",
    }.get(who.system, "rename the folder to the key that is meant")
    said = f"it could be from {', '.join(keys)} or somebody else of that name{number}; {mend}"
    return Doubt(said, keys)


# The table


def read(path: Path) -> Roster:
    """Return the roster of a class, as `write` left it or as a person changed it; empty if none."""
    if not path.exists():
        return Roster()
    header, *rows = spreadsheet.read(path, "the roster") or [[]]
    roster = Roster()
    for number, row in enumerate(rows, 2):
        cells = {
            column: spreadsheet.unharmed(cell).strip()
            for column, cell in zip(header, row, strict=False)
        }
        if not any(cells.values()):
            continue
        key = cells.get("key", "")
        if not key or _safe(key) != key or _folder(key) in roster.folders:
            raise TaskError(
                f"{path}, row {number}, column 'key': {key!r} is empty, stands twice, or is no "
                "name for a folder; for a new person use 'resetcycle roster FILE'."
            )
        about = {column: whole(cells.get(column, "")) for column in _FIELDS}
        numbers = {
            column.removeprefix(_MOODLE): cell
            for column, cell in cells.items()
            if column.startswith(_MOODLE) and cell
        }
        roster.put(Person(**about, numbers=numbers))
    return roster


def write(path: Path, roster: Roster) -> None:
    """Write the roster of a class, one row a person, in order of key."""
    people = [roster.people[key] for key in sorted(roster.people)]
    assignments = sorted({name for person in people for name in person.numbers})
    rows = [[*_FIELDS, *(_MOODLE + name for name in assignments)]]
    rows += [
        [getattr(person, column) for column in _FIELDS]
        + [person.numbers.get(name, "") for name in assignments]
        for person in people
    ]
    spreadsheet.write(path, rows)


@dataclass(frozen=True)
class Learnt:
    """What a table added to a roster.

    Attributes
    ----------
    new, known : int
        People of the table who were not in the roster, and who were.
    absent : tuple of str
        Keys of the roster of whom the table says nothing.
    notes : tuple of str
        Rows that were not taken, one sentence each.
    """

    new: int
    known: int
    absent: tuple[str, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"People of the table who are new: {self.new}; who were known: {self.known}."]
        if self.absent:
            lines.append(
                f"{len(self.absent)} of the roster are not in the table: {', '.join(self.absent)}. "
                "Delete the rows of those who have left."
            )
        return "\n".join([*lines, *self.notes])


def learn(roster: Roster, path: Path, assignment: str = "") -> Learnt:
    """Take a table of people into a roster.

    Parameters
    ----------
    roster : Roster
    path : path
        A CSV: the participants or grades of Moodle, the grading worksheet of one of its
        assignments, the gradebook of Canvas, or a table made by hand with a column ``name``.
    assignment : str
        Whose grading worksheet it is.

    Raises
    ------
    TaskError
        In one sentence, if no column says who somebody is, or a row is two people at once.
    """
    rows = _people(path, assignment)
    names = Counter(each.name for each in rows.values())
    new: list[str] = []
    met: set[str] = set()
    notes: list[str] = []
    for number, about in rows.items():
        found = _found(roster, about, f"{path}, row {number}", alone=names[about.name] == 1)
        if isinstance(found, str):
            notes.append(found)
        elif found:
            roster.put(_merged(found, about))
            met.add(found.key)
        else:
            added = roster.add(about.key or slug(about.name), about, _number_of(about))
            new.append(added.key)
    absent = sorted(roster.people.keys() - met - set(new))
    return Learnt(len(new), len(met), tuple(absent), tuple(notes))


def _number_of(about: Person) -> str:
    numbers = (*about.numbers.values(), about.canvas_id, about.id_number, about.username)
    return next(filter(None, numbers), "")


def _people(path: Path, assignment: str) -> dict[int, Person]:
    """Return the people of a table, by the number of their row."""
    table = spreadsheet.read(path, "a CSV of the people of the class")
    header = [cell.strip().casefold() for cell in table[0]] if table else []
    canvas = "student" in header and "id" in header
    columns = [_BY_HEADER.get(cell, "") for cell in header]
    if "id" in header:
        columns[header.index("id")] = "canvas_id" if canvas else "id_number"
    if not {"key", "name", "first_name", "last_name", "username", "email"} & set(columns):
        known = ", ".join(sorted(_BY_HEADER))
        raise TaskError(f"{path}, row 1: no column says who somebody is; known are {known}.")
    if "number" in columns and not assignment:
        raise TaskError(
            f"{path} is the grading worksheet of one assignment; say which, by --assignment."
        )
    people: dict[int, Person] = {}
    for number, row in enumerate(table[1:], 2):
        cells = {
            column: whole(spreadsheet.unharmed(cell))
            for column, cell in zip(columns, row, strict=False)
            if column
        }
        participant = re.sub(r"^.*?(\d*)$", r"\1", cells.pop("number", ""))
        about = _complete(cells)
        about = replace(about, numbers={assignment: participant}) if participant else about
        # Canvas' second row says how many points there are, and its last who is no person.
        no_person = canvas and (
            about.name.casefold().startswith("points possible") or about.name == "Student, Test"
        )
        if about.name and not no_person:
            people[number] = about
    return people


def _complete(cells: Mapping[str, str]) -> Person:
    """Return a person of whom a table says this; names follow from their parts and the reverse."""
    about = replace(Person(""), **cells)
    first, last = about.first_name, about.last_name
    if not about.name:
        name = f"{first} {last}".strip() or about.username or about.email or about.key
        return replace(about, name=name)
    if not (first or last) and about.name.count(", ") == 1:
        last, first = about.name.split(", ")
        return replace(about, first_name=first, last_name=last)
    return about


def _found(roster: Roster, about: Person, where: str, *, alone: bool) -> Person | str | None:
    """Return the person whom a row means, a sentence if that cannot be told, or None if new."""
    strong = [(kind, getattr(about, kind)) for kind in _STRONG]
    strong += [(_MOODLE + name, number) for name, number in about.numbers.items()]
    found: dict[str, str] = {}
    for kind, text in strong:
        for person in roster.called(kind, text) if text else ():
            found.setdefault(person.key, kind)
    if len(found) > 1:
        said = " and ".join(f"{key} by {kind.replace('_', ' ')}" for key, kind in found.items())
        raise TaskError(f"{where}: {about.name!r} is {said}; mend the row, or the roster.")
    if found:
        return roster.people[next(iter(found))]
    shown = {("moodle name", _shown("moodle", each)) for each in _names(about)}
    shown |= {("canvas name", _shown("canvas", each)) for each in _names(about)}
    could = {each.key: each for mark in shown for each in roster.called(*mark)}
    could = {key: each for key, each in could.items() if not _contradict(each, about)}
    if not could:
        return None
    if len(could) == 1 and alone:
        return next(iter(could.values()))
    return (
        f"{where}: {about.name!r} could be {', '.join(sorted(could))}, and nothing but the name "
        "says so; it was not taken. Give a table with the numbers of the course page: the grading "
        "worksheet of Moodle, the gradebook of Canvas."
    )


def _names(about: Person) -> set[str]:
    """Return the ways in which a name is written in full."""
    first, last = about.first_name, about.last_name
    both = {f"{first} {last}", f"{last}, {first}"} if first and last else {first or last}
    return {about.name, *both} - {""}


def _contradict(one: Person, other: Person) -> bool:
    """Return whether the course page gives the two different numbers."""
    pairs = [(kind, getattr(one, kind), getattr(other, kind)) for kind in _STRONG if kind != "key"]
    pairs += [
        (_MOODLE + name, one.numbers.get(name), number) for name, number in other.numbers.items()
    ]
    return any(a and b and _same(kind, a) != _same(kind, b) for kind, a, b in pairs)


def _merged(known: Person, about: Person) -> Person:
    """Return a person with what a table adds; their key stays."""
    said = {column: getattr(about, column) or getattr(known, column) for column in _FIELDS}
    numbers = {**known.numbers, **about.numbers}
    return Person(**{**said, "key": known.key}, numbers=numbers)


def introduce(roster: Roster, book: Book) -> None:
    """Write into nbgrader's gradebook what is known of everybody; what is not known stays there."""
    from nbgrader.api import Student as Row

    there = {student.id: student for student in book.students}
    for key, person in roster.people.items():
        student = there.get(key)
        if student is None:
            # Not by the book's own way, which goes to the disk for each.
            student = cast("Student", Row(id=key))
            book.db.add(student)
        known = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "lms_user_id": person.canvas_id or person.id_number or person.sis_user_id,
        }
        # A whole name that nobody took apart is better than none.
        if not (person.last_name or student.last_name) and person.name != key:
            known["last_name"] = person.name
        for column, text in known.items():
            if text and getattr(student, column) != text:
                setattr(student, column, text[:128])
    book.db.commit()
