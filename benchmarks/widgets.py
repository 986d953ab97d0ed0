"""How fast is a board of eight sliders? Ours, beside the same board as a tutorial would build it.

Three builds of one board run side by side in JupyterLab in Chromium, in one process order, with and
without 150 ms of network delay between page and kernel: `interact` around a plotly figure, plotly's
FigureWidget, and `WeighObstacles`. All three show the same burdens and rank acceptabilities. Read
ratios, not seconds: absolute figures are this machine's.

    python benchmarks/widgets.py [--moves 24] [--delays 0 150]
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
# What is seen to change when the first slider moves: a bar's drawn width (plotly writes paths, ours
# rectangles).
MARK = (
    f"Array.from(document.querySelectorAll('{BARS}'))"
    ".map((bar) => bar.getAttribute('d') ?? bar.getAttribute('width')).join()"
)
OUTPUT = ".jp-OutputArea-output"
SLIDER = f"{OUTPUT} input[type=range], {OUTPUT} .noUi-handle"
RAIL = f"{OUTPUT} input[type=range], {OUTPUT} .noUi-target"
# One key press: from keydown to the frame after the drawing has changed.
KEY = f"""async (key) => {{
  const before = {MARK}, start = performance.now();
  window.pressed = new Promise((done) => {{
    const look = () => {{
      if ({MARK} !== before)
        requestAnimationFrame(() => done(performance.now() - window.at));
      else if (performance.now() - start > 8000) done(null);
      else requestAnimationFrame(look);
    }};
    const begin = () => {{ window.at = performance.now(); requestAnimationFrame(look); }};
    document.activeElement.addEventListener("keydown", begin, {{once: true, capture: true}});
  }});
}}"""
FRAMES = """() => {
  window.frames_ = [];
  const tick = (t) => { window.frames_.push(t); window.counting = requestAnimationFrame(tick); };
  window.counting = requestAnimationFrame(tick);
}"""
KERNEL_READY = (
    "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    " === 'idle'"
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


def measure(browser, port, name, moves):
    """Open one build's notebook and return its figures as a dict."""
    page = browser.new_page(viewport={"width": 1300, "height": 1100})
    traffic = {"up": 0, "down": 0}

    def listen(socket_):
        socket_.on("framesent", lambda data: traffic.__setitem__("up", traffic["up"] + len(data)))
        socket_.on(
            "framereceived", lambda data: traffic.__setitem__("down", traffic["down"] + len(data))
        )

    page.on("websocket", listen)
    start = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/lab/tree/{name}.ipynb?reset")
    page.wait_for_function(KERNEL_READY, timeout=120_000)
    page.wait_for_timeout(500)
    ran = time.perf_counter()
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_selector(BARS, state="attached", timeout=120_000)
    shown, opened = time.perf_counter() - ran, time.perf_counter() - start
    page.wait_for_timeout(2500)
    slider = page.locator(SLIDER).first
    slider.focus()
    times = []
    up, down = traffic["up"], traffic["down"]
    for move in range(moves):
        key = "ArrowLeft" if move % 2 else "ArrowRight"
        page.evaluate(KEY, key)
        page.keyboard.press(key)
        if (took := page.evaluate("() => window.pressed")) is not None:
            times.append(took)
        page.wait_for_timeout(250)
    bytes_up, bytes_down = (traffic["up"] - up) / moves, (traffic["down"] - down) / moves
    dropped = drag(page, slider)
    page.close()
    return {
        "opening": opened,
        "run": shown,
        "times": times,
        "up": bytes_up,
        "down": bytes_down,
        "dropped": dropped,
    }


def drag(page, slider):
    """Drag over the whole range for two seconds; return the share of 60 Hz frames missed."""
    box = slider.bounding_box()
    rail = page.locator(RAIL).first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    begin = time.perf_counter()
    while (passed := time.perf_counter() - begin) < 2:
        page.mouse.move(rail["x"] + rail["width"] * (passed / 2), y)
        time.sleep(0.012)
    page.evaluate("() => cancelAnimationFrame(window.counting)")
    page.mouse.up()
    stamps = page.evaluate("() => window.frames_")
    page.wait_for_timeout(1500)
    expected = (stamps[-1] - stamps[0]) / (1000 / 60)
    return max(0, 1 - (len(stamps) - 1) / expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=24)
    parser.add_argument("--delays", type=int, nargs="+", default=[0, 150])
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for number, code in enumerate(BUILDS.values()):
            notebook = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(code)],
                metadata={
                    "kernelspec": {
                        "name": "python3",
                        "display_name": "Python 3 (ipykernel)",
                        "language": "python",
                    }
                },
            )
            nbformat.write(notebook, Path(folder) / f"{number}.ipynb")
        server, port = serve(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for delay in options.delays:
                rows = {
                    name: measure(
                        browser, delayed(port, delay) if delay else port, number, options.moves
                    )
                    for number, name in enumerate(BUILDS)
                }
                report(delay, rows)
        finally:
            browser.close()
            server.terminate()


def report(delay, rows):
    base = statistics.median(rows["WeighObstacles"]["times"])
    print(f"\n{delay} ms between page and kernel")
    print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
    for name, row in rows.items():
        times = sorted(row["times"])
        median, p95 = statistics.median(times), times[int(0.95 * (len(times) - 1))]
        cells = (
            name,
            f"{median:.0f} / {p95:.0f}",
            f"{median / base:.1f}",
            f"{row['dropped']:.0%}",
            f"{row['up'] / 1000:.1f} / {row['down'] / 1000:.1f} kB",
            f"{row['run']:.1f}",
            f"{row['opening']:.1f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
