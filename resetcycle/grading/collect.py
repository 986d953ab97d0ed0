"""What was handed in: finding it in a folder or a zip, and telling whose it is.

Every file that is there and every person of the class gets a line that says what became of them;
nothing is left out in silence. Nothing is unpacked to the disk, and no notebook is opened: a file
is read when its turn comes.
"""

import io
import os
import re
import stat
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Literal

from .roster import Roster, Who, whole

MAX_BYTES = 150_000_000
# A zip that somebody handed in is held in memory while it is read.
MAX_ZIP, MAX_ZIP_LIST = 40_000_000, 400_000

# What the file of a learner is called, whatever a browser or an editor made of the end.
_NOTEBOOK = re.compile(r"\.ipynb(?: ?\(\d+\))?(?:\.(?:txt|json|download|bak))?$", re.IGNORECASE)
_ARCHIVE = re.compile(r"\.(?:7z|rar|tar|gz|tgz|bz2|xz)$", re.IGNORECASE)
# What programs leave beside files, and nobody handed in.
_LITTER = re.compile(
    r"(?:__MACOSX|\.ipynb_checkpoints|__pycache__|\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)"
)
# Moodle's folders (its flat files too): the name, the participant's number, the kind of work.
_MOODLE = re.compile(
    r"(?P<name>.*)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL
)
# Canvas's files: the name without its signs, LATE, the user's number, the file's number.
_CANVAS = re.compile(
    r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<number>\d+|anon_[A-Za-z0-9]+)_"
    r"(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>text|link)\.html)",
    re.DOTALL,
)
_NO_TIMES = "Canvas puts no times into its zips but those of the download; LATE is what it says."
NOTHING = "nothing of theirs was found"
_TYPED = "it was typed into the course page and is no notebook; ask for the file (.ipynb)"

Keep = Literal["newest", "first", "named"]
Status = Literal["taken", "late", "twice", "not taken", "missing", "ignored"]
# In the order in which they are shown: what wants to be seen first.
STATUSES: tuple[Status, ...] = ("not taken", "missing", "late", "taken", "twice", "ignored")


class UnreadableError(ValueError):
    """A submission cannot be graded. The message says in one sentence why, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One learner's file.

    Attributes
    ----------
    student : str
        The key of the roster.
    where : str
        File, or archive and member, for messages.
    handed_in : datetime.datetime
        In UTC: as the course page says, or of the file's last change.
    read : callable
        Returns the bytes; raises `UnreadableError`.
    notes : tuple of str
        What a grader should know before it is opened.
    inside : str
        Its place below where was looked, as it was downloaded.
    marked_late : bool, optional
        What the course page says; None if it says nothing.
    """

    student: str
    where: str
    handed_in: datetime
    read: Callable[[], bytes] = field(repr=False)
    notes: tuple[str, ...] = ()
    inside: str = ""
    marked_late: bool | None = None


@dataclass(frozen=True)
class Line:
    """What became of one file, or of one person of the class who has none.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    student, name : str
        The key and the whole name; empty if nobody can be told.
    file : str
        Its place below where was looked; empty for a person.
    handed_in : datetime.datetime, optional
        In UTC.
    why : str
        Empty for a file that was taken as it is.
    """

    status: Status
    student: str = ""
    name: str = ""
    file: str = ""
    handed_in: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Collected:
    """What was found of one assignment.

    Attributes
    ----------
    submissions : tuple of Submission
        One a student, in order of key.
    lines : tuple of Line
        One for each file and for each person without one.
    notes : tuple of str
        On all of them: how times were read, what folder was taken for the class's.
    new : tuple of str
        Keys that a roster which was there before did not know.
    """

    submissions: tuple[Submission, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """A file that was found: its place below where was looked, its day, and how to read it.

    `inside` says whose it is, `shown` what it is called there; of a zip within the archive, the
    one has a folder where the other has the zip.
    """

    inside: PurePosixPath
    when: datetime
    read: Callable[[], bytes]
    where: str
    shown: str


@dataclass(frozen=True)
class _Claimed:
    """A file, and whom it claims to be from, as far as its place tells."""

    file: _File
    who: Who | None
    kind: str = "file"
    order: int = 0
    late: bool | None = None


def collect(
    path: Path,
    name: str,
    roster: Roster | None = None,
    *,
    keep: Keep = "newest",
    others: Collection[str] = (),
) -> Collected:
    """Find the submissions of one assignment, and say what became of every file and person.

    Parameters
    ----------
    path : path
        A folder (nbgrader's ``submitted/STUDENT/ASSIGNMENT/``, one folder a student, or loose
        files) or a zip with any of these inside, as Moodle and Canvas give it out.
    name : str
        The assignment.
    roster : Roster, optional
        The class; who is not in it is added.
    keep : str
        Which of several notebooks of one person counts: the ``"newest"``, the ``"first"``, or the
        one that is ``"named"`` as the assignment is.
    others : collection of str
        The names of other assignments, whose folders are not looked into.

    Raises
    ------
    UnreadableError
        If there is no such place, or it is no zip, or holds no notebook.
    """
    roster = Roster() if roster is None else roster
    found, lines, notes = _look(path)
    files: list[_File] = []
    for file in found:
        if path.is_dir() and _is_note(file, name):
            # Its time is read, see `_stamped`; it came from nobody.
            continue
        if why := _ignored(file, name, others):
            lines.append(Line("ignored", file=file.shown, why=why))
        else:
            files.append(file)
    claimed, more = _claimed(files, name, roster)
    before = set(roster.people)
    people, unclear, doubted = _people(claimed, name, roster)
    lines += unclear
    submissions: list[Submission] = []
    for key in sorted(people):
        submission, theirs = _chosen(key, roster.people[key].name, people[key], name, keep)
        submissions += [submission] if submission else []
        lines += theirs
    if not submissions and not any(line.status == "not taken" for line in lines):
        raise UnreadableError(f"{path} holds no notebook; look for .ipynb files in it.")
    lines += [
        Line("missing", person.key, person.name, why=doubted.get(person.key, NOTHING))
        for person in sorted(roster.people.values(), key=lambda person: person.key)
        if person.key not in people
    ]
    new = tuple(sorted(roster.people.keys() - before)) if before else ()
    return Collected(tuple(submissions), tuple(lines), (*notes, *more), new)


# Looking


def _look(path: Path) -> tuple[list[_File], list[Line], list[str]]:
    if path.is_dir():
        found, lines = _in_folder(path)
        return _opened(found, lines), lines, []
    if not path.exists():
        raise UnreadableError(f"{path} does not exist; give a folder or a zip of submissions.")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise UnreadableError(
            f"{path} is not a zip that can be read; download it again from the course page."
        ) from None
    members, lines = _in_zip(archive, "", str(path))
    notes: list[str] = []
    if any(_zoned(member) is None for member in archive.infolist()):
        zone = datetime.now().astimezone().tzname()
        notes.append(
            f"Times in {path.name} are without a zone and were read as those of this computer "
            f"({zone})."
        )
    return _opened(members, lines), lines, notes


def _in_folder(path: Path) -> tuple[list[_File], list[Line]]:
    found: list[_File] = []
    lines: list[Line] = []
    for folder, inner, names in os.walk(path):
        inner.sort()
        for each in [*inner, *sorted(names)]:
            file = Path(folder, each)
            about = file.lstat()
            shown = file.relative_to(path).as_posix()
            # A link could lead anywhere on this computer.
            if stat.S_ISLNK(about.st_mode):
                lines.append(_refused(shown, "it is a link, and links are not followed"))
            elif stat.S_ISREG(about.st_mode):
                when = datetime.fromtimestamp(about.st_mtime, UTC)
                read = partial(_read_file, file)
                found.append(_File(PurePosixPath(shown), when, read, str(file), shown))
            elif not stat.S_ISDIR(about.st_mode):
                lines.append(_refused(shown, "it is no ordinary file"))
    return [_stamped(file) for file in found], lines


def _stamped(file: _File) -> _File:
    """Take the time that nbgrader wrote beside a file, unless the file was changed after it."""
    stamp = Path(file.where).with_name("timestamp.txt")
    try:
        when = datetime.fromisoformat(stamp.read_text("utf-8")[:19].strip())
        written = datetime.fromtimestamp(stamp.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return file
    return file if file.when > written else replace(file, when=when.replace(tzinfo=UTC))


def _refused(shown: str, why: str) -> Line:
    return Line("not taken", file=shown, why=why)


def _read_file(file: Path) -> bytes:
    if file.stat().st_size > MAX_BYTES:
        raise UnreadableError(_too_large(file.stat().st_size))
    return file.read_bytes()


def _in_zip(archive: zipfile.ZipFile, above: str, where: str) -> tuple[list[_File], list[Line]]:
    """Return the archive's members that lie inside it; nothing is unpacked to the disk."""
    found: list[_File] = []
    lines: list[Line] = []
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        shown = above + member.filename
        if inside.is_absolute() or ".." in inside.parts or re.match(r"[A-Za-z]:", member.filename):
            why = "it points out of the archive and was left out; ask who handed it in"
            lines.append(_refused(shown, why))
        elif not member.is_dir():
            read = partial(_read_member, archive, member)
            when = _zoned(member) or _local(member)
            found.append(_File(inside, when, read, f"{where}, {member.filename}", shown))
    return found, lines


def _zoned(member: zipfile.ZipInfo) -> datetime | None:
    """Return the time that some programs add, which is in UTC; None if it is not there."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 0x5455 and size >= 5 and extra[4] & 1 and len(extra) >= 9:
            return datetime.fromtimestamp(int.from_bytes(extra[5:9], "little"), UTC)
        extra = extra[4 + size :]
    return None


def _local(member: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*member.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        # Some programs leave the date open: month zero, day zero.
        return datetime(1980, 1, 1, tzinfo=UTC)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # The size in an archive's list may be a lie, so the reading itself is limited too.
    if member.file_size > MAX_BYTES:
        raise UnreadableError(_too_large(member.file_size))
    try:
        with archive.open(member) as source:
            raw = source.read(MAX_BYTES + 1)
    except Exception:  # noqa: BLE001  (each way of packing has errors of its own)
        raise UnreadableError(
            "The archive is damaged or locked at this file; ask for it again."
        ) from None
    if len(raw) > MAX_BYTES:
        raise UnreadableError(_too_large(len(raw)))
    return raw


def _too_large(size: int) -> str:
    return (
        f"The file has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that are "
        "opened; ask for it again with its outputs cleared."
    )


def _opened(found: Sequence[_File], lines: list[Line], depth: int = 0) -> list[_File]:
    """Return the files, those of each zip in its place; a zip that cannot be opened stays one."""
    files: list[_File] = []
    alone = sum(not _is_litter(file) for file in found) == 1
    for file in found:
        if file.inside.suffix.lower() != ".zip" or _is_litter(file):
            files.append(file)
            continue
        try:
            below = _unzipped(file, lines, depth)
        except UnreadableError as error:
            files.append(replace(file, read=partial(_fail, str(error))))
        else:
            # A zip that somebody handed in came when it came, whatever the clock of its maker; one
            # around a whole class says nothing of anybody.
            files += below if alone else [replace(each, when=file.when) for each in below]
    return files


def _fail(why: str) -> bytes:
    raise UnreadableError(why)


def _unzipped(file: _File, lines: list[Line], depth: int) -> list[_File]:
    """Return the files of a zip within the archive.

    Raises
    ------
    UnreadableError
        If it is no zip, too large, empty, or the third in a row.
    """
    if depth == 2:
        raise UnreadableError("It is a zip in a zip in a zip; ask for the .ipynb file.")
    members, refused = _in_zip(_zip_of(file), f"{file.shown}/", file.where)
    lines += refused
    if not members:
        raise UnreadableError("The zip is empty; ask for the .ipynb file.")
    below = [
        replace(
            member,
            inside=file.inside.with_suffix("") / member.inside,
            read=partial(_read_again, file, PurePosixPath(member.shown[len(file.shown) + 1 :])),
        )
        for member in members
    ]
    return _opened(below, lines, depth + 1)


def _zip_of(file: _File) -> zipfile.ZipFile:
    raw = file.read()
    end = raw.rfind(b"PK\5\6", max(0, len(raw) - 66_000))
    if end < 0:
        raise UnreadableError("The zip cannot be read; ask for the .ipynb file.")
    listed = int.from_bytes(raw[end + 12 : end + 16], "little")
    if len(raw) > MAX_ZIP or listed > MAX_ZIP_LIST or b"PK\6\7" in raw[max(0, end - 20) : end]:
        raise UnreadableError("The zip is too large to be opened here; ask for the .ipynb file.")
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except Exception:  # noqa: BLE001  (whatever a damaged archive may raise)
        raise UnreadableError("The zip cannot be read; ask for the .ipynb file.") from None


def _read_again(file: _File, inside: PurePosixPath) -> bytes:
    """Read a member of a zip within the archive; the zip is not kept in memory meanwhile."""
    archive = _zip_of(file)
    for member in archive.infolist():
        if PurePosixPath(member.filename) == inside and not member.is_dir():
            return _read_member(archive, member)
    raise UnreadableError("The zip has changed since it was listed; grade it again.")


# Whose it is


def _is_litter(file: _File) -> bool:
    return any(_LITTER.fullmatch(part) for part in file.inside.parts)


def _is_note(file: _File, name: str) -> bool:
    return file.inside.name == "timestamp.txt" and name in file.inside.parts[:-1]


def _ignored(file: _File, name: str, others: Collection[str]) -> str:
    """Return why nobody needs to look at a file, if so."""
    if _is_litter(file):
        return "left there by the operating system or an editor"
    if _is_note(file, name):
        return "nbgrader's note of the time"
    if other := next((part for part in file.inside.parts[:-1] if part in others), ""):
        return f"belongs to {other}" if other != name else ""
    return ""


def _claimed(files: Sequence[_File], name: str, roster: Roster) -> tuple[list[_Claimed], list[str]]:
    """Tell from each file's place whom it claims to be from."""
    claimed: list[_Claimed] = []
    rest: list[_File] = []
    canvas = _is_canvas(files)
    notes = [_NO_TIMES] if canvas else []
    for file in files:
        claim = _from_moodle(file) or (_from_canvas(file) if canvas else None)
        if claim:
            claimed.append(claim)
        else:
            rest.append(file)
    below, more = _below(rest, name, roster)
    notes += more
    return claimed + [_from_folder(file, name, below, roster) for file in rest], notes


def _is_canvas(files: Sequence[_File]) -> bool:
    """Return whether most files have the two numbers of Canvas; one alone may bear them by chance.

    A file that a person called ``anna_2027_03_x.ipynb`` looks like one of Canvas.
    """
    named = sum(_CANVAS.fullmatch(_top(file)) is not None for file in files)
    return 2 * named >= len(files) > 0


def _top(file: _File) -> str:
    """Return the part of a place that Canvas named: a file, or a zip that was opened."""
    parts = file.inside.parts
    return next((part for part in parts if _CANVAS.fullmatch(part)), parts[-1])


def _from_moodle(file: _File) -> _Claimed | None:
    for part in file.inside.parts:
        if match := _MOODLE.fullmatch(part):
            # Where the marking is anonymous, everybody is called Participant.
            hidden = match["name"] in ("", "Participant")
            name = f"Participant {match['number']}" if hidden else match["name"]
            return _Claimed(file, Who("moodle", name, match["number"]), match["kind"])
    return None


def _from_canvas(file: _File) -> _Claimed | None:
    match = _CANVAS.fullmatch(_top(file))
    if not match:
        return None
    who = Who("canvas", match["name"] or match["number"], match["number"])
    kind = "onlinetext" if match["typed"] else "file"
    return _Claimed(file, who, kind, int(match["file"] or 0), late=bool(match["late"]))


def _from_folder(file: _File, name: str, below: int, roster: Roster) -> _Claimed:
    parts = file.inside.parts
    if name in parts[1:-1]:
        # As nbgrader has it: STUDENT/ASSIGNMENT/.
        return _Claimed(file, Who("key", parts[parts.index(name, 1) - 1]))
    folders = [part for part in parts[below:-1] if part != name]
    if folders:
        return _Claimed(file, Who("folder", folders[0]))
    stem = _NOTEBOOK.sub("", file.inside.name)
    who = Who("folder", stem.replace(name, "").strip("_- ") or stem)
    # A loose file that is no notebook may be anything; a person's if the roster knows the name.
    if stem == file.inside.name:
        who = Who("folder", file.inside.stem)
        known = any(roster.called(kind, who.name) for kind in ("name", "key", "username"))
        return _Claimed(file, who if known or file.inside.suffix.lower() == ".zip" else None)
    return _Claimed(file, who)


def _below(files: Sequence[_File], name: str, roster: Roster) -> tuple[int, list[str]]:
    """Return how many folders lie on top of the class's, and a note if any do.

    A single folder may be the class's or one person's. It is the class's if it holds folders, or
    at least three files, each of which is called by more than the assignment's name; or if the
    roster says so.
    """
    places = [file.inside.parts for file in files if name not in file.inside.parts[1:-1]]
    shared = 0
    while places and all(len(parts) > shared + 1 for parts in places):
        if len({parts[shared] for parts in places}) > 1:
            break
        shared += 1
    if not shared:
        return 0, []
    for place in range(shared):
        if any(roster.called(kind, places[0][place]) for kind in ("name", "key", "username")):
            return place, []
    folders = {parts[shared] for parts in places if len(parts) > shared + 1}
    loose = {_NOTEBOOK.sub("", parts[shared]) for parts in places if len(parts) == shared + 1}
    heads = folders | {stem.replace(name, "").strip("_- ") for stem in loose}
    known = any(roster.called(kind, head) for head in heads for kind in ("name", "key", "username"))
    if len(folders) < 2 and (len(heads) < 3 or "" in heads) and not known:
        return 0, []
    top = "/".join(places[0][:shared])
    return shared, [f"All lies below the folder {top!r}, which was taken for the class's."]


def _people(
    claimed: Sequence[_Claimed], name: str, roster: Roster
) -> tuple[dict[str, list[_Claimed]], list[Line], dict[str, str]]:
    """Return the files of each person, a line for each file whose person cannot be told, and why
    those who could be meant by one are missing.
    """
    keys, doubts = roster.recognise([each.who for each in claimed if each.who is not None], name)
    people: defaultdict[str, list[_Claimed]] = defaultdict(list)
    lines: list[Line] = []
    doubted: dict[str, str] = {}
    for each in claimed:
        if each.who is None:
            lines.append(_refused(each.file.shown, _no_notebook(each)))
        elif doubt := doubts.get(each.who.identity):
            shown, when, called = each.file.shown, each.file.when, whole(each.who.name)
            lines.append(Line("not taken", "", called, shown, when, doubt.said))
            for key in doubt.could:
                doubted[key] = f"{shown} may be theirs, which cannot be told"
        else:
            people[keys[each.who.identity]].append(each)
    return dict(people), lines, doubted


def returned(file: str, page: str) -> tuple[str, str] | None:
    """Return how a course page wants a page to be called that goes back to its learner.

    Parameters
    ----------
    file : str
        The place of their file in the archive, as downloaded.
    page : str
        What the page is called by itself.

    Returns
    -------
    tuple of str, or None
        The system and the place in its zip; None if the file was not named by a course page.

    Examples
    --------
    >>> returned("Ada L_12_assignsubmission_file/my work.ipynb", "04.html")
    ('moodle', 'Ada L_12_assignsubmission_file_/04.html')
    >>> returned("lovelaceada_LATE_4711_99_x.ipynb", "04.html")
    ('canvas', 'lovelaceada_LATE_4711_99_04.html')
    """
    for part in PurePosixPath(file).parts:
        if match := _MOODLE.fullmatch(part):
            return "moodle", f"{match['name']}_{match['number']}_assignsubmission_file_/{page}"
    for part in PurePosixPath(file).parts:
        match = _CANVAS.fullmatch(part)
        if match and match["rest"]:
            return "canvas", part[: match.start("rest")] + page
    return None


# Which of several


def _is_notebook(each: _Claimed) -> bool:
    return each.kind == "file" and bool(_NOTEBOOK.search(each.file.inside.name))


def _no_notebook(each: _Claimed) -> str:
    """Return why a file cannot be graded."""
    suffix = each.file.inside.suffix.lower()
    if each.kind != "file":
        return _TYPED
    if suffix == ".zip":
        try:
            each.file.read()
        except UnreadableError as error:
            return str(error)
    if _ARCHIVE.search(each.file.inside.name):
        return f"a {suffix} archive is not opened; ask for the .ipynb file, or a zip"
    return f"a {suffix or 'nameless'} file is no notebook; ask for the .ipynb file"


def _chosen(
    key: str, person: str, claimed: Sequence[_Claimed], name: str, keep: Keep
) -> tuple[Submission | None, list[Line]]:
    """Return the notebook of a person that counts, if there is any, and a line for each file."""
    notebooks = [each for each in claimed if _is_notebook(each)]
    best, why = _best(notebooks, name, keep) if notebooks else (None, "")
    lines: list[Line] = []
    for each in claimed:
        if each is best:
            status, said = "taken", why
        elif _is_notebook(each):
            status, said = "twice", "another notebook of theirs counts"
        elif best and each.kind == "file":
            status, said = "ignored", "only the notebook is graded"
        else:
            status, said = "not taken", _no_notebook(each)
        lines.append(Line(status, key, person, each.file.shown, each.file.when, said))
    if best is None:
        return None, lines
    file = best.file
    notes = (f"{why}: {file.shown} was taken.",) if why else ()
    return (
        Submission(key, file.where, file.when, file.read, notes, file.shown, best.late),
        lines,
    )


def _best(notebooks: Sequence[_Claimed], name: str, keep: Keep) -> tuple[_Claimed, str]:
    """Return the notebook that counts, and why it does if there are several."""

    def named(each: _Claimed) -> tuple[bool, bool]:
        file = each.file.inside.name
        end = _MOODLE.fullmatch(file) or _CANVAS.fullmatch(file)
        own = (end["rest"] or "") if end else file
        return own == f"{name}.ipynb", name in own

    def order(each: _Claimed) -> tuple[int, datetime]:
        return each.order, each.file.when

    def place(each: _Claimed) -> str:
        return str(each.file.inside)

    if keep == "first":
        first = min(map(order, notebooks))
        best = max(
            (each for each in notebooks if order(each) == first),
            key=lambda each: (named(each), place(each)),
        )
    elif keep == "named":
        best = max(notebooks, key=lambda each: (named(each), order(each), place(each)))
    else:
        best = max(notebooks, key=lambda each: (order(each), named(each), place(each)))
    if len(notebooks) == 1:
        return best, ""
    equal = len({order(each) for each in notebooks}) == 1
    rule = {"newest": "the newest", "first": "the first", "named": "by its name, one"}[keep]
    if equal and keep != "named":
        rule = "by its name, since their times are equal, one"
    return best, f"{rule} of {len(notebooks)} notebooks"
