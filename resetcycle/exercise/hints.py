"""Help in three steps, each on demand: a nudge, a pattern on other data, and its last piece named.

The nudge is the sentence that a check says, too. An author may write the other two (`hints` in
`tasks.toml`); where none did, they are made of what the table of tasks says. Every example in them
runs as it stands, and tells nothing that is accepted.
"""

import ast
from collections.abc import Sequence

from ..speech import N_, _, ngettext
from . import public
from .hand import arguments, function
from .labels import offered
from .patterns import pattern
from .progress import DIFFERENT, Done, done, note
from .rounding import counts
from .say import say
from .task import Task

STEPS = 3
_LETTERS = "ABCDEFGH"
_STEP = N_("**Hint {step} of {all} to task {task}.** {text}")


def hint(task: str, step: int = 0) -> None:
    """Show the next hint to a task: a nudge, a pattern that runs, the pattern's last piece.

    Parameters
    ----------
    task : str
        Such as ``"04.2"``.
    step : int, optional
        1, 2 or 3 to read one again; the next one that was not seen, by default.
    """
    from IPython.display import Markdown, display

    try:
        asked = public.find(task)
    except ValueError as error:
        say(str(error))
        return
    noted = done(asked.lesson).get(asked.number, Done())
    seen = noted.get("hints", 0)
    step = min(max(step or seen + 1, 1), STEPS)
    # What is read when the answer is right is no help with it.
    if step > seen and not noted.get("right"):
        note(asked.lesson, asked.number, Done({**noted, "hints": step}))
    shown = _(_STEP, step=step, all=STEPS, task=asked.name, text=hints(asked)[step - 1])
    display(Markdown(f"{shown}\n\n{_more(asked.name, STEPS - step)}"))


def hints(task: Task) -> tuple[str, ...]:
    """Return the three hints to a task."""
    if task.hints:
        return (task.hint, *task.hints)
    example = f"```python\n{pattern(task)}\n```"
    first = _("The same way of writing, on other data; run it in a cell of your own:")
    last = _("The same once more, with the piece that is left for you:")
    return (task.hint, f"{first}\n\n{example}", f"{last}\n\n{example}\n\n{_last_piece(task)}")


def _more(name: str, left: int) -> str:
    if not left:
        return _(
            "This was the last hint. {model} shows the model answer, once the task is right or "
            "after {n} tries that differ.",
            model=f'`rc.model("{name}")`',
            n=DIFFERENT,
        )
    return ngettext(
        "{call} again shows the last hint; for the marker, `my-work/` notes how many you saw.",
        "{call} again shows the next of {n} more hints; for the marker, `my-work/` notes how many "
        "you saw.",
        left,
        call=f'`rc.hint("{name}")`',
    )


def _last_piece(task: Task) -> str:
    made = function(task)
    if made:
        return _of_function(task, made)
    name = task.probes[0].call if task.probes else ""
    if not name.isidentifier():
        name = ", ".join(_names(name))
    if task.shape != "mapping":
        return _("In your task it begins with {name}. {left}", name=_code(name), left=_form(task))
    said = _(
        "In your task it is called {name}, and each of these gets its own: {keys}. {form}",
        name=_code(name),
        keys=", ".join(map(_code, task.keys)),
        form=_form(task),
    )
    where = [f"- {card.look_again}" for card in task.cards.values() if card.look_again]
    if not where:
        return said
    look = _("Where to look, sentence by sentence, whether yours is right by now or not:")
    return "\n".join([said, "", look, "", *where])


def _of_function(task: Task, made: str) -> str:
    count = arguments(task)
    letters = _LETTERS[:count]
    gives = task.asks.format(*letters) if task.asks else task.title
    said = ngettext(
        "In your task the function is called {name} and takes {n} name in its brackets. What is "
        "left is what it works out before `return`: {gives}. {form}",
        "In your task the function is called {name} and takes {n} names in its brackets. What is "
        "left is what it works out before `return`: {gives}. {form}",
        count,
        name=_code(made),
        gives=gives,
        form=_form(task),
    )
    if not task.asks:
        return said
    letters_said = _(
        "({letters}: what is handed over, in the order of the brackets.)",
        letters=", ".join(letters),
    )
    return f"{said} {letters_said}" if count else said


def _form(task: Task) -> str:
    """Say what one answer looks like."""
    if task.scale:
        number = _(
            "A number in it is {unit}, from {low} to {high}.",
            unit=task.scale.unit,
            low=f"{task.scale.low:g}",
            high=f"{task.scale.high:g}",
        )
        return f"{number} {counts(task.scale)}".rstrip()
    if task.kind == "yes_no":
        return _("It is `True` or `False`, without quotes.")
    if not task.choices:
        return _("It is one of the words in {column}.", column=_code(task.choices_from))
    words = ", ".join(offered(each).replace(each, _code(f'"{each}"'), 1) for each in task.choices)
    return _("It is one of {words}.", words=words)


def _names(call: str) -> Sequence[str]:
    """Return the names in a question that is no call, such as of a list of two."""
    return [each.id for each in ast.walk(ast.parse(call)) if isinstance(each, ast.Name)]


def _code(text: str) -> str:
    return f"`{text}`"
