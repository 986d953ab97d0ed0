"""How Sphinx builds the site: `make site` reads the repository as it is, and changes nothing in it.

Everything that Sphinx cannot do by itself lies in `kit_site.py`, beside this file, and what an
edition in another language has of its own in `kit_edition.py`.
"""

import os
import sys
from pathlib import Path

import resetcycle
from resetcycle import speech
from resetcycle.authoring import address
from resetcycle.speech import _

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

language = os.environ.get("RESETCYCLE_LANGUAGE") or "en"
speech.use(language)
is_edition = language != "en"

project = _("The reset-cycle teaching kit")
author = _("The authors of the reset-cycle teaching kit")
licences = _("Code: BSD 3-Clause, texts and tables: CC BY 4.0")
project_copyright = f"{author}. {licences}"
version = release = resetcycle.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "numpydoc",
    "kit_words",
    "kit_site",
    "kit_edition",
    "kit_links",
]
include_patterns = [
    "index.md",
    "site/*.md",
    "site/api/*.md",
    "notebooks/[0-9][0-9]-*.ipynb",
    "exercises/README.md",
    "exercises/*/*.ipynb",
    "data/*.md",
    "docs/*.md",
    "docs/**/*.md",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
]
# Sphinx walks through every folder that is not excluded, and those of packages hold most files.
with_pages = {pattern.partition("/")[0] for pattern in include_patterns}
without_pages = [path.name for path in HERE.parent.iterdir() if path.name not in with_pages]
# An edition has a folder of its own in the site; the catalogue of data stands there in English.
editions = [code for code in speech.languages() if code != "en"]
elsewhere = ["site/tables.md"] if is_edition else [f"docs/{code}" for code in editions]
exclude_patterns = [*without_pages, *elsewhere]

# The kit's own step reads and runs notebooks: what the pages show of them is made there.
nb_custom_formats = {".ipynb": ["kit_site.read", {}, False]}
nb_execution_mode = "off"
nb_code_prompt_show = _("Show the code")
nb_code_prompt_hide = _("Hide the code")
nb_ipywidgets_js = {}
myst_heading_anchors = 4
# A dollar is a dollar: no page has a formula.
myst_enable_extensions = ["colon_fence"]

numpydoc_show_class_members = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"

html_theme = "pydata_sphinx_theme"
# Where the pages are published; from a folder they work all the same.
html_baseurl = address.site() and address.site() + (f"{language}/" if is_edition else "")
html_title = project
templates_path = ["templates"]
html_static_path = ["static"]
html_favicon = "static/favicon.svg"
html_use_index = not is_edition
html_show_sourcelink = False
html_copy_source = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {"text": _("Reset cycle")},
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "show_nav_level": 1,
    "navigation_depth": 3,
    # Search and the other languages stay in sight on a phone.
    "navbar_persistent": ["twins.html", "search-button-field"],
    "search_bar_text": _("Search lessons, glossary, tables"),
    "article_header_end": ["notebook-link.html"],
    "back_to_top_button": False,
    "primary_sidebar_end": [],
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    # A lesson's charts and boards need the width.
    "secondary_sidebar_items": {
        "notebooks/*": [],
        "exercises/*/*": [],
        "site/*": [],
        "index": [],
        "docs/**": ["page-toc"],
        "data/*": ["page-toc"],
    },
}
html_sidebars = {"index": []}

# `make links` asks each address once, and again where a host was busy. Some hosts of the record
# answer no machine: what they say is told apart from what is gone.
linkcheck_anchors = False
linkcheck_timeout = 30
linkcheck_retries = 2
linkcheck_workers = 8
linkcheck_rate_limit_timeout = 120
linkcheck_report_timeouts_as_broken = False
linkcheck_allow_unauthorized = True
