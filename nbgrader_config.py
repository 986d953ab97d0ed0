"""Settings of nbgrader: solutions/ is the source, exercises/ the release, a class under grading/.

COHORT=spring-2027 in the environment points nbgrader at that cohort's own solutions, exercises and
gradebook.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

ROOT = Path(__file__).resolve().parent
COHORT = os.environ.get("COHORT", "")
WORK = Path("grading") / "cohorts" / COHORT if COHORT else Path("grading")
PREPROCESSORS = "nbgrader.preprocessors."
SANITIZE = "resetcycle.grading.safe.SanitizeOutputs"

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "reset-cycle"
c.CourseDirectory.source_directory = str(WORK / "solutions") if COHORT else "solutions"
c.CourseDirectory.release_directory = str(WORK / "exercises") if COHORT else "exercises"
for name in ("submitted", "autograded", "feedback", "solution", "source_with_tests"):
    setattr(c.CourseDirectory, f"{name}_directory", str(WORK / name))
c.CourseDirectory.db_url = f"sqlite:///{ROOT / WORK / 'gradebook.db'}"
# Without a server that a class shares, handing out and collecting stay in the same place.
EXCHANGE = ROOT / WORK / "exchange"
EXCHANGE.mkdir(parents=True, exist_ok=True)
c.Exchange.root = str(EXCHANGE)
# The table and the answer key stay with the instructor.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "[0-9][0-9]-*.md",
    "tasks.toml",
    "rubric.csv",
    "key.json",
]

# Dots where an answer goes: the cell still runs, and its check says that there is no answer yet.
c.ClearSolutions.code_stub = {"python": "...  # your answer goes here"}
c.ClearSolutions.text_stub = "..."

# A learner may have deleted a graded cell; it comes back empty and earns nothing.
c.OverwriteCells.add_missing_cells = True
c.Execute.timeout = 30
c.Autograde.autograde_preprocessors = [
    PREPROCESSORS + "Execute",
    "resetcycle.grading.safe.StripWidgetState",
    PREPROCESSORS + "IgnorePattern",
    PREPROCESSORS + "LimitOutput",
    PREPROCESSORS + "SaveAutoGrades",
    PREPROCESSORS + "AssignLatePenalties",
    PREPROCESSORS + "CheckCellMetadata",
]

# What a learner wrote is shown to the instructor without the scripts that it may carry.
c.SanitizeHTML.enabled = True
c.HTMLExporter.preprocessors = [SANITIZE]
c.HTMLExporter.filters = {
    "markdown2html": "resetcycle.grading.safe.safe_html",
    "highlight_code": "resetcycle.grading.safe.safe_code",
}
# The page that a learner gets speaks the language of their copy.
c.GenerateFeedback.exporter_class = "resetcycle.grading.feedback.Page"
c.InOwnWords.root, c.InOwnWords.cohort = str(ROOT), COHORT
c.GenerateFeedback.preprocessors = [
    PREPROCESSORS + "GetGrades",
    "resetcycle.grading.feedback.InOwnWords",
    SANITIZE,
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
