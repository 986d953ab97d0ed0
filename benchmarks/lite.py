"""How long is the wait for Python in the page, and how much comes first? Each lesson, no cache.

Needs `make site LITE=1`. Each row is a browser that has never been here: seconds from opening the
notebook to a kernel's beginning, to the first board or chart of the run and to its end, and the
bytes that came. The server is on this machine and compresses nothing: a web host that does so
sends less, and a network takes longer.

    python benchmarks/lite.py [--lessons 00 06]
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import in_page  # noqa: E402  (the tests' own way to drive it)
from conftest import CHROMIUM, FLAGS  # noqa: E402


def measured(browser, address: str, path: Path) -> str:
    """Open and run one lesson in an empty browser; return its row."""
    context = browser.new_context()
    page, finished = context.new_page(), []
    context.on("requestfinished", lambda request: finished.append((request,)))
    begun = time.perf_counter()
    in_page.opened(page, address, f"notebooks/{path.name}")
    opened = time.perf_counter() - begun
    took = in_page.run(page)
    faults = len(in_page.errors(page.evaluate(in_page.NOTEBOOK)))
    size = sum(request.sizes()["responseBodySize"] for (request,) in finished)
    context.close()
    first, end = opened + took["first"], opened + took["end"]
    return (
        f"| {path.stem[:2]} | {opened:.1f} | {first:.1f} | {end:.1f} "
        f"| {size / 1e6:.1f} | {len(finished)} | {faults} |"
    )


def main() -> None:
    """Measure the lessons that were asked for, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", nargs="*", default=[], help="numbers, such as 00; else all")
    asked = parser.parse_args().lessons
    site = ROOT / "build" / "site"
    if not (site / "lite").is_dir() or shutil.which(str(CHROMIUM)) is None:
        raise SystemExit("Run `make site LITE=1` first; a Chromium is needed too.")
    print("| lesson | kernel begins, s | first chart or board, s | end, s | MB | files | errors |")
    print("|---|---|---|---|---|---|---|")
    with in_page.served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
            if not asked or path.stem[:2] in asked:
                print(measured(browser, address, path), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
