// Compiles ahead what a first chart and a first board import, by the Python that will read it:
// Pyodide itself, in Node. A browser would otherwise compile it anew at every start, which takes as
// long as all the rest. What a start does not import stays as it is: compiled, it is larger.
//
//     node compile.cjs PYODIDE TO
//
// PYODIDE is a folder with the core, all packages and their lock; what is changed is written to TO.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [pyodide, to] = process.argv.slice(2);
const { loadPyodide } = require(join(pyodide, "pyodide.js"));

const COMPILE = `
import importlib.util, marshal, os, sys, zipfile

# What the kernel asks for, without the kernel: it would speak to a page.
import IPython.core.application, IPython.core.interactiveshell, IPython.core.shellapp, piplite.piplite
import resetcycle as rc
rc.charts.relationship()._repr_mimebundle_()
rc.widgets.Predict("00")._repr_mimebundle_()

# The form that is read without asking whether its source has changed since.
HEAD = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
DAY = (1980, 1, 1, 0, 0, 0)
files = {getattr(module, "__file__", None) for module in sys.modules.values()}
LIBRARY = "/lib/python312.zip/"

def rewrite(archive):
    # Of the kit an error shows the lines, so its sources stay.
    keep = archive.startswith("resetcycle-")
    base = LIBRARY if archive == "python_stdlib.zip" else "/lib/python3.12/site-packages/"
    source = zipfile.ZipFile(f"/from/{archive}")
    imported = {name for name in source.namelist() if base + name in files and name.endswith(".py")}
    if not imported:
        return
    with zipfile.ZipFile(f"/to/{archive}", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for name in source.namelist():
            content = source.read(name)
            if name not in imported or keep:
                written.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
            if name in imported:
                code = compile(content, base + name, "exec", dont_inherit=True)
                folder, file = os.path.split(name)
                place = f"{folder}/__pycache__/{file[:-3]}.cpython-312.pyc" if keep else name + "c"
                content = HEAD + marshal.dumps(code)
                written.writestr(zipfile.ZipInfo(place, DAY), content, zipfile.ZIP_DEFLATED)

for archive in sorted(os.listdir("/from")):
    if archive.endswith((".whl", ".zip")):
        rewrite(archive)
`;

async function main() {
  const lock = JSON.parse(readFileSync(join(pyodide, "pyodide-lock.json"), "utf-8"));
  const python = await loadPyodide({ indexURL: pyodide, packages: Object.keys(lock.packages) });
  for (const [inside, outside] of [["/from", pyodide], ["/to", to]]) {
    python.FS.mkdir(inside);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: outside }, inside);
  }
  python.runPython(COMPILE);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
