"""Python in the page: the lessons and exercises in JupyterLite, laid into the site's `lite/`.

`make site LITE=1` calls this after Sphinx. Everything is served from the site itself; what a
notebook needs to start is named in one lock, so that the browser fetches it all at once, while
Python starts, and asks no index what depends on what.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kit_pyodide
import nbformat
from packaging.utils import canonicalize_name, parse_wheel_filename

from resetcycle import handout
from resetcycle.authoring import dist

HERE = Path(__file__).parent
LABEXTENSIONS = Path(sys.prefix) / "share/jupyter/labextensions"
LITE = HERE.parent / "build" / "site" / "lite"
# What JupyterLab calls its extensions; others that are installed beside them are for other work.
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
    "jupyterlab-plotly",
)
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
KERNEL = {"name": "python", "display_name": "Python (in this browser)", "language": "python"}
# Parts of wheels that no kernel reads: what Jupyter's page has by its extensions, and tests.
UNREAD = (
    "/labextension/",
    "/nbextension/",
    ".data/data/share/",
    "/tests/",
    "/widgetbundle.",
    "/plotly.min.",
)
# The kernel asks for these at its start. No lesson needs them, together they are 4 MB, and it asks
# for no package that has been loaded: an empty one stands in the lock in the place of each.
LEFT_OUT = ("jedi", "ssl")
_DAY = (1980, 1, 1, 0, 0, 0)


def build(lite: Path = LITE, pyodide: Path | None = None) -> None:
    """Build JupyterLite anew into a folder, with Pyodide from a folder or from the registries."""
    files = kit_pyodide.gathered(pyodide)
    shutil.rmtree(lite, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _stage(work / "contents")
        # Node asks the nearest such file of what kind a script is, and this one is ours.
        (work / "package.json").write_text('{"type": "commonjs"}', "utf-8")
        python = work / "pyodide"
        extension = _unpack_kernel(files, work / "kernel")
        names = _lay_python(python, files, extension, work / "wheel")
        # A browser keeps files by their address: another kit is another folder.
        lock = (python / "pyodide-lock.json").read_bytes()
        place = f"static/pyodide-{hashlib.sha256(lock).hexdigest()[:12]}"
        _build_jupyterlite(work, lite, names, place, extension)
        shutil.copytree(python, lite / place)


def _stage(folder: Path) -> None:
    """Lay lessons, exercises and tables out as everywhere, for the kernel that is here."""
    handout.lay_out(folder)
    for path in folder.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["kernelspec"] = KERNEL
        for cell in notebook.cells:
            if cell.cell_type == "code":
                # They stand on the lesson's page; a board that was stored is dead.
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)


def _unpack_kernel(files: kit_pyodide.Files, folder: Path) -> Path:
    """Unpack the kernel's wheel, whose builder Python imports; return its JupyterLab extension."""
    with zipfile.ZipFile(io.BytesIO(files.kernel)) as wheel:
        wheel.extractall(folder)
    return next(folder.glob(f"*.data/data/share/jupyter/labextensions/{KERNEL_EXTENSION}"))


def _lay_python(folder: Path, files: kit_pyodide.Files, extension: Path, work: Path) -> list[str]:
    """Write Pyodide, all wheels and the lock of both; return the names in the lock."""
    folder.mkdir(parents=True)
    for name, content in files.core.items():
        (folder / name).write_bytes(content)
    packages = dict[str, Any]()
    for name, (entry, content) in files.packages.items():
        packages[name] = entry | {"depends": [], "unvendored_tests": False}
        (folder / entry["file_name"]).write_bytes(content)
    for name, content in _wheels(files, extension, work):
        entry = _entry(name, content)
        packages[entry["name"]] = entry
        (folder / name).write_bytes(content)
    _write_lock(folder, packages)
    _compile_ahead(folder, packages)
    # The kernel looks for itself by the name that Python imports.
    return sorted(name.replace("pyodide-kernel", "pyodide_kernel") for name in packages)


def _write_lock(folder: Path, packages: dict[str, Any]) -> None:
    info = {"abi_version": kit_pyodide.ABI, "arch": "wasm32", "platform": "emscripten_3_1_58"}
    info |= {"python": "3.12.7", "version": kit_pyodide.VERSION}
    lock = json.dumps({"info": info, "packages": packages})
    (folder / "pyodide-lock.json").write_text(lock, "utf-8")


def _compile_ahead(folder: Path, packages: dict[str, Any]) -> None:
    """Put what a start imports in its compiled form, and its hashes into the lock."""
    with tempfile.TemporaryDirectory() as made:
        command = ["node", str(HERE / "lite" / "compile.cjs"), str(folder), made]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise SystemExit(f"Python was not compiled ahead:\n{done.stdout}{done.stderr}")
        for path in Path(made).iterdir():
            shutil.copyfile(path, folder / path.name)
    for entry in packages.values():
        content = (folder / entry["file_name"]).read_bytes()
        entry["sha256"] = hashlib.sha256(content).hexdigest()
    _write_lock(folder, packages)


def _wheels(files: kit_pyodide.Files, extension: Path, work: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the wheels that Pyodide does not have: pinned ones, the kernel's, the kit's, ours."""
    for name, content in files.wheels.items():
        yield name, _without_unread(content)
    for path in extension.glob("static/pypi/*.whl"):
        if not path.name.startswith("widgetsnbextension-3"):
            yield path.name, path.read_bytes()
    kit, _source = dist.build(work)
    yield kit.name, kit.read_bytes()
    config = (HERE / "lite" / "ipython_config.py").read_bytes()
    for name in LEFT_OUT:
        place = f"{name}-0.data/data/etc/ipython/ipython_config.py"
        yield f"{name}-0-py3-none-any.whl", _wheel(name, {place: config})


def _wheel(name: str, files: dict[str, bytes]) -> bytes:
    about = f"{name}-0.dist-info"
    files = files | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{place},,\n" for place in (*files, f"{about}/RECORD"))
    return _zipped(files | {f"{about}/RECORD": record.encode()})


def _without_unread(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = [each for each in wheel.namelist() if not any(part in each for part in UNREAD)]
        return _zipped({name: wheel.read(name) for name in names})


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip that is the same whenever it is made."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _entry(file_name: str, content: bytes) -> dict[str, Any]:
    """Return what Pyodide's lock says of a wheel."""
    name, version, _build, _tags = parse_wheel_filename(file_name)
    return {
        "name": canonicalize_name(name),
        "version": str(version),
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [str(name).replace("-", "_")],
        "depends": [],
        "unvendored_tests": False,
    }


def _build_jupyterlite(
    work: Path, lite: Path, names: list[str], place: str, extension: Path
) -> None:
    kernel = {
        "pyodideUrl": f"./{place}/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": names},
    }
    page = {
        "appName": "Reset cycle: Python in this browser",
        # Who looks after a class can ask the page what it holds, and the tests do.
        "exposeAppInBrowser": True,
        "litePluginSettings": {KERNEL_EXTENSION + ":kernel": kernel},
    }
    config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}
    (work / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")
    settings = {
        "contents": [str(work / "contents")],
        "federated_extensions": [
            *(str(LABEXTENSIONS / name) for name in EXTENSIONS),
            str(extension),
        ],
        "ignore_sys_prefix": ["federated_extensions"],
        "apps": ["lab", "notebooks", "tree"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(lite),
        "cache_dir": str(work / "cache"),
    }
    path = work / "jupyter_lite_config.json"
    path.write_text(json.dumps({"LiteBuildConfig": settings}), "utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    command += ["--lite-dir", str(work), "--config", str(path)]
    paths = [str(work / "kernel"), *filter(None, [os.environ.get("PYTHONPATH")])]
    found = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(  # noqa: S603
        command, cwd=work, env=found, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"JupyterLite was not built:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    named = os.environ.get("PYODIDE")
    build(pyodide=Path(named).resolve() if named else None)
