"""Run a learner's cells and ask the probes; beside the code itself, so nothing here is believed.

It is the same in the sandbox and in an ordinary kernel, and knows nothing of the right answers.
"""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import Any, cast

from ..exercise.calls import Called, called
from ..exercise.shapes import AnswerError, UnansweredError
from ..exercise.task import Task
from ..exercise.watch import Watch
from ..speech import _, in_english, spoken
from .absent import Absent
from .wire import SHOWN, AnswerJson, Cell, PieceJson, SaidJson

# IPython's shell, which has no types of its own.
Shell = Any


def pieces(cells: list[Cell], shell: Shell) -> Iterator[PieceJson]:
    """Run cells in order in one namespace, and ask the probes where the checks stand.

    Parameters
    ----------
    cells : list of Code or Question
    shell : IPython.core.interactiveshell.InteractiveShell

    Yields
    ------
    dict
        As `wire.PieceJson`, one for each cell as soon as it has run: who stops in the middle is
        heard as far as that.
    """
    watch = Watch(shell.user_ns)
    with Absent(shell) as absent:
        for cell in cells:
            name = cell["name"]
            if "source" in cell:
                watch.begins(cell["source"])
                said = _shown(cell["source"], shell, absent)
                watch.ends(cell["source"], None)
                yield {"said": {name: said}}
            else:
                task = Task.from_row(name, cell["task"])
                # As a learner's own check does.
                watch.put_back()
                given = {probe: _asked(probe, task, shell.user_ns) for probe in cell["probes"]}
                watch.put_back()
                yield {"values": {name: given}}


def _shown(source: str, shell: Shell, absent: Absent) -> SaidJson:
    from IPython.utils.capture import capture_output

    with capture_output(stdout=True, stderr=True, display=True) as seen:
        done = shell.run_cell(source, store_history=False)
    shown = cast("Any", seen)
    texts = [shown.stdout, *(output.data.get("text/plain", "") for output in shown.outputs)]
    error = done.error_before_exec or done.error_in_exec
    return {
        "text": "\n".join(filter(None, texts))[:SHOWN],
        "error": f"{type(error).__name__}: {error}"[:SHOWN] if error else "",
        **absent.said(error),
    }


def _asked(probe: str, task: Task, namespace: dict[str, Any]) -> AnswerJson:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            # The author's probe, among what a learner made: that is what the sandbox is for. As a
            # lambda it is what a learner's own check asks.
            given = called(eval(f"lambda: {probe}", namespace))  # noqa: S307
            return _in_both_languages(lambda: _read(given, task))
        except KeyboardInterrupt:
            # Nobody is here to press keys: the learner's code raised it.
            return _in_both_languages(
                lambda: {"fault": _("your code stops with {error}.", error="KeyboardInterrupt")}
            )


def _read(given: Called, task: Task) -> AnswerJson:
    try:
        return {"entries": given.entries(task)}
    except UnansweredError as error:
        return {"open": str(error)}
    except AnswerError as error:
        return {"fault": str(error)}


def _in_both_languages(tell: Callable[[], AnswerJson]) -> AnswerJson:
    """Return what is told; a fault in English for who grades, and as its learner reads it."""
    told = tell()
    own = told.get("fault")
    if own is None or spoken() == "en":
        return told
    with in_english():
        # An object of a learner's may be another one when it is looked at again.
        return {"fault": tell().get("fault", own), "said": own}
