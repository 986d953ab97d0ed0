"""Where the kit lies, and where a learner works; light, so that it costs an import nothing."""

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In the repository the tables and exercises lie beside the package, in a wheel within it.
INSTALLED = (PACKAGE / "kit").is_dir()
HOME = PACKAGE / "kit" if INSTALLED else PACKAGE.parent


def workplace() -> Path:
    """Return the folder in which lessons lie and work is kept.

    It is the repository; for an installed package, the folder in which one works, or the one above
    it in which `resetcycle lessons` has laid them; in a browser, what the browser keeps.
    """
    if sys.platform == "emscripten":
        return Path("/drive")
    if not INSTALLED:
        return HOME
    here = Path.cwd()
    lessons = Path("notebooks", "00-start-here.ipynb")
    return next((place for place in (here, *here.parents) if (place / lessons).exists()), here)
