"""What axe-core finds on a page that shuts somebody out."""

from axe_playwright_python.base import AXE_SCRIPT

# To name each element that is in order takes axe-core several times as long as to find the others.
AMISS_ALONE = {"resultTypes": ["violations"]}
FOUND = """([place, options]) => axe.run(place ?? document, options)
  .then((found) => found.violations)"""


def violations(page, place=None, **options):
    """Return what axe-core finds amiss in a place of a page, which takes its script in once."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FOUND, [place, AMISS_ALONE | options])
