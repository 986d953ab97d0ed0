"""A class on one JupyterHub, on this computer: with the hub's own settings, and with the kit's.

    PYTHON benchmarks/hub.py [--users 25] [--settings etc/hub/jupyterhub_config.py] [--cull 30]

PYTHON is that of an environment with `jupyterhub`, the packages of requirements.txt and the kit;
`configurable-http-proxy` (from npm) is on the path. Everybody comes at once: a server starts, the
page of JupyterLab answers, and every cell of lesson 06 runs in a kernel behind the proxy. It prints
who came, the seconds, and the memory (PSS: shared pages are counted once); with `--cull`, also
the memory after kernels that were idle for so many seconds have ended, their connections open. It
judges nothing, and leaves nothing behind.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "notebooks" / "06-weighing-the-obstacles.ipynb"
TOKEN = uuid4().hex
# In seconds, of this program with the hub.
PATIENCE = 300
# A hub for nobody but this program: names are enough, and servers are processes.
CONFIG = """
c = get_config()
{settings}
soon = {soon!r}
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.JupyterHub.services = [{{"name": "class", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "class", "services": ["class"],
      "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"]}}
]
given = [each for each in c.Spawner.get("args", []) if not (soon and "cull_i" in each)]
c.Spawner.args = [*given, *soon, "--allow-root"]
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Hub:
    """A hub that runs while this is open."""

    def __init__(self, settings, cull):
        self.folder = Path(tempfile.mkdtemp(prefix="hub-"))
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        # A second value of one option is refused: what the settings say of idleness is left out.
        idle = (f"cull_idle_timeout={cull}", "cull_interval=5")
        soon = [f"--MappingKernelManager.{each}" for each in idle] if cull else []
        loaded = f"load_subconfig({str(settings.resolve())!r})" if settings else ""
        text = CONFIG.format(
            settings=loaded,
            port=port,
            hub_port=free_port(),
            api_port=free_port(),
            homes=str(self.folder),
            token=TOKEN,
            soon=soon,
        )
        (self.folder / "config.py").write_text(text, encoding="utf-8")

    def __enter__(self):
        # The programs of this environment, and no settings but those under test.
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        self.log = (self.folder / "log.txt").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "config.py"],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for one in tree(self.process.pid):
            os.kill(one, signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def ask(self, path, method="GET", body=None):
        """Return the status and what was said; a refusal is an answer too."""
        request = HTTPRequest(
            self.url + path,
            method=method,
            body=json.dumps(body or {}) if method == "POST" else None,
            headers={"Authorization": f"token {TOKEN}"},
            request_timeout=PATIENCE,
            connect_timeout=PATIENCE,
        )
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        except OSError:
            return 0, {}
        said = answer.body if answer.code < 300 else b""
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.code, json.loads(said) if said and is_json else {}

    async def is_up(self):
        while (await self.ask("/hub/api/"))[0] != 200:
            if self.process.poll() is not None:
                sys.exit((self.folder / "log.txt").read_text()[-3000:])
            await asyncio.sleep(0.5)


def tree(root):
    """The processes that came of one, itself left out."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int(
                (place / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except OSError:
            continue
    found = {root}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


def memory(root):
    """MiB of servers, of kernels and of the rest, and how many kernels there are."""
    parts = {"servers": 0.0, "kernels": 0.0, "hub": 0.0}
    count = 0
    for one in {root, *tree(root)}:
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        pss = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        is_kernel = b"ipykernel" in command
        count += is_kernel
        kind = "kernels" if is_kernel else "servers" if b"singleuser" in command else "hub"
        parts[kind] += pss
    return parts, count


def cells():
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    return ["".join(each["source"]) for each in notebook["cells"] if each["cell_type"] == "code"]


async def come(hub, name):
    """Start somebody's server; return seconds until it is there and what the hub said at first."""
    began = time.monotonic()
    first = (await hub.ask(f"/hub/api/users/{name}/server", "POST"))[0]
    while True:
        said = (await hub.ask(f"/hub/api/users/{name}"))[1]
        server = said.get("servers", {}).get("", {})
        if server.get("ready"):
            break
        if not server.get("pending"):
            return None, first
        await asyncio.sleep(1)
    code, _ = await hub.ask(f"/user/{name}/lab")
    return (time.monotonic() - began if code == 200 else None), first


async def learn(hub, name):
    """Run the lesson in somebody's kernel; return seconds to the end, errors, the connection."""
    began = time.monotonic()
    _, kernel = await hub.ask(f"/user/{name}/api/kernels", "POST")
    address = f"{hub.url.replace('http', 'ws', 1)}/user/{name}/api/kernels/{kernel['id']}/channels"
    request = HTTPRequest(
        address,
        headers={"Authorization": f"token {TOKEN}"},
        connect_timeout=PATIENCE,
        request_timeout=PATIENCE,
    )
    channel = await websocket_connect(request, max_message_size=2**26)
    errors = 0
    for source in cells():
        asked = uuid4().hex
        header = {"msg_id": asked, "msg_type": "execute_request", "username": name}
        header |= {"session": asked, "version": "5.3"}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await channel.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))
        is_done = False
        while not is_done:
            said = await channel.read_message()
            if said is None:
                return None, errors, channel
            if isinstance(said, bytes):
                continue
            said = json.loads(said)
            is_own = said["parent_header"].get("msg_id") == asked
            errors += is_own and said["msg_type"] == "error"
            is_done = is_own and said["msg_type"] == "execute_reply"
    return time.monotonic() - began, errors, channel


def times(values):
    known = [value for value in values if value is not None]
    if not known:
        return "none"
    return f"{min(known):.0f} / {median(known):.0f} / {max(known):.0f} s"


def say(heading, root):
    parts, count = memory(root)
    listed = ", ".join(f"{name} {value:,.0f}" for name, value in parts.items())
    print(f"{heading}: {sum(parts.values()):,.0f} MiB ({listed}), {count} kernels", flush=True)


async def measure(asked, hub):
    await hub.is_up()
    names = [f"learner-{number:02}" for number in range(1, asked.users + 1)]
    await hub.ask("/hub/api/users", "POST", {"usernames": names})
    came = await asyncio.gather(*(come(hub, name) for name in names))
    there = [name for name, (seconds, _) in zip(names, came, strict=True) if seconds is not None]
    refused = sum(first == 429 for _, first in came)
    print(f"came at once: {len(there)} of {len(names)}; told to wait: {refused}")
    print(f"page of JupyterLab after (first / median / last): {times([s for s, _ in came])}")
    say("memory, servers alone", hub.process.pid)
    ran = await asyncio.gather(*(learn(hub, name) for name in there))
    print(f"lesson 06 run after: {times([seconds for seconds, *_ in ran])}")
    lost = sum(seconds is None for seconds, *_ in ran)
    print(f"errors in cells: {sum(errors for _, errors, _ in ran)}; connections lost: {lost}")
    say("memory, a kernel each", hub.process.pid)
    if asked.cull:
        await asyncio.sleep(asked.cull + 20)
        say("memory, idle kernels ended", hub.process.pid)
    for *_, channel in ran:
        channel.close()


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--users", type=int, default=25)
    asked.add_argument("--settings", type=Path)
    asked.add_argument("--cull", type=int, default=0)
    asked = asked.parse_args()
    AsyncHTTPClient.configure(None, max_clients=1000, defaults={"validate_cert": False})
    # Ended from outside, it ends its hub too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{asked.users} users, load {os.getloadavg()[0]:.0f} before, settings: {asked.settings}")
    with Hub(asked.settings, asked.cull) as hub:
        asyncio.run(measure(asked, hub))


if __name__ == "__main__":
    main()
