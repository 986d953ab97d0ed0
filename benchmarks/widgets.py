"""How fast are the boards? Each by itself, and one beside the same board as tutorials build it.

The first table has a row for each board that answers to a hand, in JupyterLab in Chromium, at the
machine's speed and with the processor slowed down four times. Its first row is the floor: a widget
that only repeats the number of its slider, so what it takes is the harness. MyWork is left out: it
has two buttons and draws nothing.

The second runs three builds of one board of eight sliders side by side, with and without 150 ms of
network delay between page and kernel: `interact` around a plotly figure, plotly's FigureWidget, and
`WeighObstacles`. All three show the same burdens and rank acceptabilities. Read differences from
the floor and ratios, not milliseconds: absolute figures are this machine's.

    python benchmarks/widgets.py [--moves 24] [--delays 0 150] [--slow 1 4]
"""

import argparse
import contextlib
import queue
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import nbformat

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

SHARED = """
import numpy as np, plotly.graph_objects as go, ipywidgets as W
import resetcycle as rc
from resetcycle import obstacles, weighing
from resetcycle.board import rank_shares
groups = obstacles.groups()
terms = rc.data.load("terms")
table = obstacles.codings()
ranges = np.array([[table[f"{term}/{group}"].as_json() for group in groups]
                   for term in terms["term_id"]])
severity = weighing.performance()[groups].to_numpy()
names = list(terms["short_label"])
look = {"barmode": "stack", "xaxis": {"domain": [0, .5]}, "xaxis2": {"domain": [.55, 1]},
        "showlegend": False}

def compute(points):
    w = np.array(points) / sum(points)
    return severity * w, rank_shares(ranges, w)
"""
BUILDS = {
    "interact, new figure": SHARED
    + """
def view(**points):
    parts, ranks = compute(list(points.values()))
    bars = [go.Bar(y=names, x=parts[:, j], orientation="h") for j in range(8)]
    bars += [go.Bar(y=names, x=ranks[:, r], orientation="h", xaxis="x2") for r in range(7)]
    return go.Figure(bars, go.Layout(**look))
W.interact(view, **{g: W.IntSlider(50, 0, 100, description=g[:12]) for g in groups});
""",
    "FigureWidget, batch_update": SHARED
    + """
bars = [go.Bar(y=names, x=[0] * 7, orientation="h", xaxis="x" if k < 8 else "x2")
        for k in range(15)]
figure = go.FigureWidget(bars, go.Layout(**look))
sliders = [W.IntSlider(50, 0, 100, description=g[:12]) for g in groups]
def update(_=None):
    parts, ranks = compute([s.value for s in sliders])
    with figure.batch_update():
        for k in range(8): figure.data[k].x = parts[:, k]
        for r in range(7): figure.data[8 + r].x = ranks[:, r]
for s in sliders: s.observe(update, "value")
update()
W.VBox([*sliders, figure])
""",
    "WeighObstacles": "from resetcycle.widgets import WeighObstacles\nWeighObstacles()",
}
BARS = ".jp-OutputArea-output .barlayer path, .rk-chart rect"
OUTPUT = ".jp-OutputArea-output"
SLIDER = f"{OUTPUT} input[type=range], {OUTPUT} .noUi-handle"
RAIL = f"{OUTPUT} input[type=range], {OUTPUT} .noUi-target"
FLOOR = """
import anywidget
class Echo(anywidget.AnyWidget):
    _esm = '''export default {render({el}) {
      const [input, says] = ["input", "p"].map((name) => document.createElement(name));
      Object.assign(input, {type: "range", oninput: () => { says.textContent = input.value; }});
      says.className = "says";
      input.onkeydown = (event) => event.stopPropagation();  // JupyterLab would take the key.
      el.append(input, says);
    }}'''
Echo()
"""


@dataclass(frozen=True)
class Board:
    """How a board is opened, where a hand takes hold of it, and what is then seen to change."""

    code: str
    hand: str
    browser: str
    python: str
    mark: str = ".says"
    keys: tuple[str, str] = ("ArrowRight", "ArrowLeft")
    drag: str | None = None


OURS = "import resetcycle as rc\n"
CHOICES = ("ArrowDown", "ArrowUp")
BOARDS = {
    "floor of the harness": Board(
        FLOOR, "input[type=range]", "repeats a number", "nothing", drag="input[type=range]"
    ),
    "WeighObstacles": Board(
        OURS + "rc.widgets.WeighObstacles()",
        ".rk-row input[type=range]",
        "weights, burdens and ranks over all draws; bars and sentence",
        "checks and keeps the answer, writes the share code",
        mark=".rk-chart rect",
        drag=".rk-row input[type=range]",
    ),
    "DrawTrajectory": Board(
        OURS + "rc.widgets.DrawTrajectory('04', 'obama')",
        ".rk-draw input[type=range]",
        "line, windows compared, sentence",
        "makes the record, checks and keeps the line",
        mark=".plot circle",
        drag=".rk-draw .hit",
    ),
    "NullSimulator": Board(
        OURS + "rc.widgets.NullSimulator()",
        ".rk-null input[type=radio]",
        "draws and counts worlds, sentences",
        "makes the lineup, exact probabilities, keeps the answer",
    ),
    "SortClaims": Board(
        OURS + "rc.widgets.SortClaims()",
        ".rk-sort input[type=radio]",
        "takes a sorting, compares and says",
        "holds the kit's sorting back, lock",
    ),
    "CodeEvents": Board(
        OURS + "rc.widgets.CodeEvents()",
        ".rk-code select",
        "takes codes, says",
        "holds the kit's codes back, agreement, lock",
        keys=CHOICES,
    ),
    "ForecastBoard": Board(
        OURS + "rc.widgets.ForecastBoard()",
        ".rk-forecast input[type=radio]",
        "takes forecasts, says",
        "time, seal, outcomes, scores",
    ),
    "FindEvents": Board(
        OURS + "rc.widgets.FindEvents('04')",
        ".rk input[type=text]",
        "searches the record, says how many; list",
        "nothing",
        mark="li",
        keys=("m", "Backspace"),
    ),
    "ClassPool": Board(
        OURS + "pool = rc.widgets.ClassPool()\npool.answer = {'text': pool.sample}\npool",
        ".rk-pool select",
        "draws marks, bars, tables",
        "reads codes; camps, agreement, burdens of the class",
        keys=CHOICES,
    ),
}
# One key press: from keydown to the end of the first frame that shows the changed drawing. Plotly
# writes paths, our bars have widths and our points heights; the rest is text.
KEY = """(where) => {
  const mark = () => Array.from(document.querySelectorAll(where), (each) =>
    each.getAttribute("d") ?? each.getAttribute("width") ?? each.getAttribute("cy")
      ?? each.textContent).join();
  const before = mark(), start = performance.now();
  window.pressed = new Promise((done) => {
    let began;
    const painted = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - began);
      port2.postMessage(0);
    };
    const look = () => {
      if (mark() !== before) painted();
      else if (performance.now() - start > 8000) done(null);
      else requestAnimationFrame(look);
    };
    const begin = () => { began = performance.now(); requestAnimationFrame(look); };
    document.activeElement.addEventListener("keydown", begin, {once: true, capture: true});
  });
}"""
FRAMES = """() => {
  window.frames_ = [];
  const tick = (t) => { window.frames_.push(t); window.counting = requestAnimationFrame(tick); };
  window.counting = requestAnimationFrame(tick);
}"""
KERNEL_READY = (
    "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    " === 'idle'"
)
HEAD_BOARDS = (
    "board",
    "key to paint, median / p95 ms, by slowdown",
    "frames dropped in a drag, by slowdown",
    "messages before rest",
    "the browser",
    "Python",
)
HEAD = (
    "build",
    "key to paint, median / p95 ms",
    "times ours",
    "frames dropped in a drag",
    "bytes a move, up / down",
    "run to chart s",
    "opening to chart s",
)


def delayed(port, delay_ms):
    """Forward a loopback port with half the delay each way, in order; return the new port."""
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            client, _ = server.accept()
            upstream = socket.create_connection(("127.0.0.1", port))
            for pair in ((client, upstream), (upstream, client)):
                threading.Thread(target=pump, args=(*pair, delay_ms), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


def pump(source, sink, delay_ms):
    """Carry bytes from one socket to another, each piece half the delay later."""
    line = queue.Queue()
    threading.Thread(target=write, args=(line, sink), daemon=True).start()
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            line.put((time.monotonic() + delay_ms / 2000, chunk))
    line.put(None)


def write(line, sink):
    """Send what stands in line when its time has come, until the line or the socket ends."""
    with contextlib.suppress(OSError):
        while (item := line.get()) is not None:
            time.sleep(max(0, item[0] - time.monotonic()))
            sink.sendall(item[1])


def serve(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.expose_app_in_browser=True",
        "--ServerApp.allow_remote_access=True",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api").close()
            return server, port
        time.sleep(0.25)
    raise SystemExit("JupyterLab did not start")


def opened(browser, port, name, where):
    """Open a notebook and run it until something is shown; return page, traffic and two times."""
    page = browser.new_page(viewport={"width": 1300, "height": 1100})
    traffic = {"messages": 0, "up": 0, "down": 0}

    def up(data):
        traffic["messages"] += 1
        traffic["up"] += len(data)

    def down(data):
        traffic["down"] += len(data)

    def listen(socket_):
        socket_.on("framesent", up)
        socket_.on("framereceived", down)

    page.on("websocket", listen)
    start = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/lab/tree/{name}.ipynb?reset")
    page.wait_for_function(KERNEL_READY, timeout=120_000)
    page.wait_for_timeout(500)
    ran = time.perf_counter()
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_selector(where, state="attached", timeout=120_000)
    shown = time.perf_counter()
    page.wait_for_timeout(2500)
    return page, traffic, shown - ran, shown - start


def press(page, mark, keys, moves):
    """Press two keys in turn, with a rest after each; return the times from key to paint."""
    times = []
    for move in range(moves):
        page.evaluate(KEY, mark)
        page.keyboard.press(keys[move % 2])
        if (took := page.evaluate("() => window.pressed")) is not None:
            times.append(took)
        page.wait_for_timeout(300)
    return times


def measure(browser, port, name, moves):
    """Open one build's notebook and return its figures as a dict."""
    page, traffic, shown, opening = opened(browser, port, name, BARS)
    slider = page.locator(SLIDER).first
    slider.focus()
    up, down = traffic["up"], traffic["down"]
    times = press(page, BARS, ("ArrowRight", "ArrowLeft"), moves)
    bytes_up, bytes_down = (traffic["up"] - up) / moves, (traffic["down"] - down) / moves
    dropped, _ = drag(page, slider, page.locator(RAIL).first, traffic)
    page.close()
    return {
        "opening": opening,
        "run": shown,
        "times": times,
        "up": bytes_up,
        "down": bytes_down,
        "dropped": dropped,
    }


def try_board(browser, port, name, board, options):
    """Return a board's times and dropped frames by slowdown, and its messages before rest."""
    page, traffic, *_ = opened(browser, port, name, board.hand)
    processor = page.context.new_cdp_session(page)
    times, dropped, messages = [], [], 0
    for rate in options.slow:
        processor.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        page.locator(board.hand).first.focus()
        times.append(press(page, board.mark, board.keys, options.moves))
        before = traffic["messages"]
        for move in range(8):
            page.keyboard.press(board.keys[move % 2])
        messages += traffic["messages"] - before
        page.wait_for_timeout(1500)
        if board.drag:
            rail = page.locator(board.drag).first
            share, sent = drag(page, rail, rail, traffic)
            dropped.append(share)
            messages += sent
    page.close()
    return {"times": times, "dropped": dropped, "messages": messages}


def drag(page, slider, rail, traffic):
    """Drag over the whole range for two seconds.

    Return the share of 60 Hz frames missed, and how many messages went out before the hand let go.
    """
    slider.scroll_into_view_if_needed()
    box, rail = slider.bounding_box(), rail.bounding_box()
    before = traffic["messages"]
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    begin = time.perf_counter()
    while (passed := time.perf_counter() - begin) < 2:
        page.mouse.move(rail["x"] + rail["width"] * (passed / 2), y)
        time.sleep(0.012)
    page.evaluate("() => cancelAnimationFrame(window.counting)")
    sent = traffic["messages"] - before
    page.mouse.up()
    stamps = page.evaluate("() => window.frames_")
    page.wait_for_timeout(1500)
    expected = (stamps[-1] - stamps[0]) / (1000 / 60)
    return max(0, 1 - (len(stamps) - 1) / expected), sent


def write_notebook(path, code):
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=24)
    parser.add_argument("--delays", type=int, nargs="*", default=[0, 150])
    parser.add_argument("--slow", type=int, nargs="*", default=[1, 4])
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for number, code in enumerate(BUILDS.values()):
            write_notebook(Path(folder) / f"build-{number}.ipynb", code)
        for number, board in enumerate(BOARDS.values()):
            write_notebook(Path(folder) / f"board-{number}.ipynb", board.code)
        server, port = serve(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            if options.slow:
                report_boards(browser, port, options)
            for delay in options.delays:
                at = delayed(port, delay) if delay else port
                rows = {
                    name: measure(browser, at, f"build-{number}", options.moves)
                    for number, name in enumerate(BUILDS)
                }
                report(delay, rows)
        finally:
            browser.close()
            server.terminate()


def spread(times):
    """Median and 95th percentile of some times, or that nothing was seen to change."""
    if not times:
        return "nothing seen"
    return f"{statistics.median(times):.0f} / {sorted(times)[int(0.95 * (len(times) - 1))]:.0f}"


def line(cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def report_boards(browser, port, options):
    print(f"Slowdown of the processor: {', '.join(f'{rate} x' for rate in options.slow)}")
    line(HEAD_BOARDS)
    print("|---" * len(HEAD_BOARDS) + "|")
    for number, (name, board) in enumerate(BOARDS.items()):
        row = try_board(browser, port, f"board-{number}", board, options)
        times = ", ".join(spread(each) for each in row["times"])
        dropped = ", ".join(f"{share:.0%}" for share in row["dropped"]) or "no drag"
        line((name, times, dropped, str(row["messages"]), board.browser, board.python))


def report(delay, rows):
    base = statistics.median(rows["WeighObstacles"]["times"])
    print(f"\n{delay} ms between page and kernel")
    line(HEAD)
    print("|---" * len(HEAD) + "|")
    for name, row in rows.items():
        line(
            (
                name,
                spread(row["times"]),
                f"{statistics.median(row['times']) / base:.1f}",
                f"{row['dropped']:.0%}",
                f"{row['up'] / 1000:.1f} / {row['down'] / 1000:.1f} kB",
                f"{row['run']:.1f}",
                f"{row['opening']:.1f}",
            )
        )


if __name__ == "__main__":
    main()
