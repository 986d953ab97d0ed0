"""The instructor's side: from `solutions/` to exercises, from what a class hands in to its marks.

Learners need nothing from here. A submission goes through five rooms: `collect` finds it, `intake`
opens it, `runner` runs it (in the sandbox, `server`), `marks` compares its values with the
solution's, `course` enters the marks into the gradebook; `batch` is the list of these steps for a
whole class.
"""

import sys

# nbformat's validator, which plotly imports as well, would otherwise build dozens of parsers for a
# check of web addresses that nobody asks for: almost a second in every process. It has to be said
# before nbformat is first imported, so it stands here, before every room of grading.
# None is how Python spells "not to be imported"; the types know modules only.
sys.modules.setdefault("rfc3987_syntax", None)  # pyright: ignore[reportArgumentType]
