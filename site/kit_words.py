"""What Sphinx and its theme say on every page, said by the kit's own catalogue where it has them.

Their catalogues have slips, mix two ways of speaking to a reader, and lack many languages. What the
kit's catalogue lacks, theirs still says.
"""

from collections.abc import Callable
from gettext import NullTranslations, c2py

import kit_held
from sphinx.application import Sphinx
from sphinx.locale import translators

from resetcycle import speech
from resetcycle.speech import N_, _, ngettext

BY_PAGES = (
    N_("Skip to main content"),
    N_("Site navigation"),
    N_("Section Navigation"),
    N_("Collapse Sidebar"),
    N_("Expand Sidebar"),
    N_("Breadcrumb"),
    N_("Home"),
    N_("On this page"),
    N_("previous page"),
    N_("previous"),
    N_("next page"),
    N_("next"),
    N_("Color mode"),
    N_("Light"),
    N_("Dark"),
    N_("System Settings"),
    N_("Version warning"),
    N_("Search"),
    N_("Error"),
    N_("Please activate JavaScript to enable the search functionality."),
)
BY_SCRIPTS = (
    N_("Search Results"),
    N_("Searching"),
    N_("Preparing search..."),
    N_("Hide Search Matches"),
    N_(
        "Your search did not match any documents. Please make sure that all words are spelled "
        "correctly and that you've selected enough categories."
    ),
)
# How Sphinx's script asks for the number of pages that it found, and what it puts that number for.
FOUND = "Search finished, found one page matching the search query."
NUMBER = "${resultCount}"


class _Own(NullTranslations):
    """Says a sentence by the kit's catalogue, or else as those do that were found before."""

    def gettext(self, message: str) -> str:
        own = _(message) if message in BY_PAGES else message
        return super().gettext(message) if own == message else own


def for_scripts() -> str:
    """Return a script that hands Sphinx's own scripts, which search, what they say."""
    catalogue = speech.catalogue()
    said: dict[str, object] = {each: _(each) for each in BY_SCRIPTS if _(each) != each}
    if "{n} page matches your search." in catalogue["python"]:
        said[FOUND] = _found(c2py(catalogue["plural"]))
    told = {
        "locale": catalogue["language"],
        "messages": said,
        # A formula of gettext may give a truth, and a place is asked for.
        "plural_expr": f"+({catalogue['plural']})",
    }
    return f"Documentation.addTranslations({kit_held.text_of(told)});\n"


def _found(place: Callable[[int], int]) -> list[str]:
    """Return how a number of pages is told, in each form that the language has."""
    numbers = {place(n): n for n in (10**6, *range(200))}
    return [
        ngettext(
            "{n} page matches your search.",
            "{n} pages match your search.",
            numbers[form],
            n=NUMBER,
        )
        for form in sorted(numbers)
    ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Let the kit's catalogue speak before those that Sphinx found and the theme will add."""
    own = _Own()
    own.add_fallback(app.translator)
    app.translator = translators["general", "sphinx"] = own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
