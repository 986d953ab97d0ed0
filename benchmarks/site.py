"""How soon a page of the site is there, and what it weighs: `make site` first.

    python benchmarks/site.py [FOLDER] [--rounds 5]

It opens pages from the folder in a Chromium without a cache, and prints the median of the rounds:
milliseconds from the navigation to the first board, from the press that opens the sections to the
first chart (where nothing is closed: from the navigation), and the bytes of the page itself and of
all that it loaded. It judges nothing.
"""

import argparse
import shutil
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from resetcycle.doctor import CHROMIUMS  # noqa: E402

PAGES = ("index", "site/record", "site/tables", "notebooks/*")
# From the navigation to the first board; then from the press that opens the sections, or from the
# navigation where nothing is closed, to the first chart.
WATCH = """
globalThis.seen = {};
globalThis.began = performance.now();
addEventListener("DOMContentLoaded", () => {
  const look = () => {
    if (document.querySelector(".rk-place > .rk")) seen.board ??= performance.now() - began;
    if (document.querySelector(".rk-drawing .main-svg")) seen.chart ??= performance.now() - began;
    requestAnimationFrame(look);
  };
  look();
});
"""
OPEN = """() => {
  const closed = document.querySelectorAll("details.rk-closed");
  if (!closed.length) return;
  began = performance.now();
  for (const each of closed) each.open = true;
  document.querySelector(".rk-drawing")?.scrollIntoView();
}"""


def measured(browser, path):
    """Return milliseconds to the first board and chart, and the bytes that were loaded."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    names = set()
    page.on("request", lambda request: names.add(request.url))
    page.goto(path.as_uri())
    place = page.locator(".rk-place").first
    if place.count():
        place.scroll_into_view_if_needed()
    page.wait_for_timeout(2000)
    page.evaluate(OPEN)
    page.wait_for_timeout(2000)
    seen = page.evaluate("seen")
    page.context.close()
    files = {Path(name.removeprefix("file://").split("?")[0]) for name in names}
    return seen, sum(file.stat().st_size for file in files if file.is_file())


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "site")
    asked.add_argument("--rounds", type=int, default=5)
    asked = asked.parse_args()
    if not (asked.folder / "index.html").is_file():
        sys.exit(f"There is no site in {asked.folder}: run `make site`.")
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)))
    paths = [path for page in PAGES for path in sorted(asked.folder.glob(f"{page}.html"))]
    print(f"{'page':44} {'board ms':>9} {'chart ms':>9} {'page kB':>8} {'loaded kB':>9}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in paths:
            rounds = [measured(browser, path.resolve()) for _ in range(asked.rounds)]
            times = [
                f"{median(each[0][kind] for each in rounds):9.0f}"
                if all(kind in each[0] for each in rounds)
                else f"{'none':>9}"
                for kind in ("board", "chart")
            ]
            sizes = [path.stat().st_size / 1000, rounds[0][1] / 1000]
            name = path.relative_to(asked.folder).with_suffix("").as_posix()
            print(f"{name:44} {' '.join(times)} {sizes[0]:8.0f} {sizes[1]:9.0f}")


if __name__ == "__main__":
    main()
