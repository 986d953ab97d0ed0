"""Print lessons, run sheets and study guides from the built site: `make handouts`.

Each becomes a PDF in `build/handouts`, by the style sheet that any reader prints the page with. A
page is read to its end first: charts and boards come when they are near the window.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from resetcycle.doctor import CHROMIUMS

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"
OUT = ROOT / "build" / "handouts"
PAGES = (
    "notebooks/[0-9][0-9]-*.html",
    "docs/instructor/[0-9][0-9]-run-sheet.html",
    "docs/instructor/[0-9][0-9]-study-guide.html",
)
# What waits for a guess; the rest is opened for the printer by the page itself.
OPEN_ALL = "document.querySelectorAll('details.rk-closed').forEach(each => each.open = true)"
READ_TO_ITS_END = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 50));
  }
}"""
# The printer is announced early, for charts take a moment to fit the sheet.
ANNOUNCE = "dispatchEvent(new Event('beforeprint'))"
IS_ALIVE = """() => [...document.querySelectorAll('.rk-place, .rk-drawing')]
  .every((each) => each.querySelector('.rk, .main-svg'))"""
FITS_THE_SHEET = """() => [...document.querySelectorAll('.rk-drawing')]
  .every((each) => each.querySelector('.main-svg')?.getAttribute('width') === '640')"""
FOOT = (
    '<div style="font:8px sans-serif;width:100%;padding:0 18mm;display:flex;'
    'justify-content:space-between"><span class="title"></span>'
    "<span>Code: BSD 3-Clause. Texts and tables: CC BY 4.0</span>"
    '<span class="pageNumber"></span></div>'
)


def print_page(page: Page, source: Path, target: Path) -> None:
    """Write the PDF of one page of the site."""
    page.goto(source.as_uri())
    page.evaluate(OPEN_ALL)
    page.evaluate(READ_TO_ITS_END)
    page.wait_for_function(IS_ALIVE)
    page.evaluate(ANNOUNCE)
    page.wait_for_function(FITS_THE_SHEET)
    page.pdf(
        path=target,
        format="A4",
        margin={"top": "15mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOT,
        tagged=True,
        outline=True,
    )


def print_all(browser: Browser, sources: list[Path], out: Path) -> None:
    """Write the PDFs of pages into a folder, each named as its page."""
    page = browser.new_page(color_scheme="light")
    for source in sources:
        print_page(page, source, out / f"{source.stem}.pdf")
    page.close()


def main() -> int:
    """Print all of them; return the exit status: 1 if there is nothing to print, or no printer."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    sources = [path for pattern in PAGES for path in sorted(SITE.glob(pattern))]
    if program is None:
        return _say("Handouts are printed by Chromium, and none is found: install it.", 1)
    if not sources:
        return _say(f"There is no site in {SITE}: run `make site` first.", 1)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print_all(browser, sources, OUT)
        browser.close()
    return _say(f"{len(sources)} handouts are in {OUT}.", 0)


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main())
