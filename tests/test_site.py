"""The site: built without a warning, alive from a folder and on a phone, and asking nobody."""

import json
import re
import subprocess
import sys
from gettext import translation
from pathlib import Path

import made_up_kit
import nbformat
import pydata_sphinx_theme
import pytest
import yaml
from barriers import violations
from conftest import ROOT
from test_language import in_english

from resetcycle import pages, speech

sys.path.insert(0, str(ROOT / "site"))
import handouts
import kit_data
import kit_words
from kit_site import PLOTLY_FILE

LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
PHONE = {"width": 390, "height": 844}
# One page of each kind.
KINDS = (
    "index",
    "notebooks/00-start-here",
    "notebooks/06-weighing-the-obstacles",
    "exercises/06-weighing-the-obstacles/06-weighing-the-obstacles",
    "docs/glossary",
    "docs/instructor/README",
    "docs/instructor/06-run-sheet",
    "site/record",
    "site/tables",
    "site/cite",
    "site/api/measures",
    "search",
)
# In bytes, of a lesson's page besides what pages share.
LIGHT = 250_000
OPEN_ALL = "document.querySelectorAll('details.rk-closed').forEach(each => each.open = true)"


def built(source, out, trees, *options, **how):
    """Build pages, where no warning of Sphinx passes.

    Its own record of warnings is read, not the stream of errors: a kernel of a lesson that ends
    at its leisure may say a last word there, which is not about the pages.
    """
    said = trees.with_suffix(".warnings")
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-b", "html"]
    command += ["-w", str(said), "-d", str(trees), *options, "-c", "site", str(source), str(out)]
    told = {"cwd": ROOT, "capture_output": True, "text": True} | how
    done = subprocess.run(command, check=False, **told)
    assert (done.returncode, said.read_text("utf-8")) == (0, ""), done.stderr[-2000:]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of a site that was built anew, with every warning an error."""
    if not PLOTLY_FILE.is_file():
        pytest.skip("no packages in front/: run npm ci there")
    out = tmp_path_factory.mktemp("site")
    built(".", out / "html", out / "trees")
    return out / "html"


@pytest.fixture
def phone(browser):
    """A page of a phone: touched, and narrow."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    yield context.new_page()
    context.close()


def watched(page):
    """Lists that fill with what a page asks from elsewhere, and with what goes wrong on it."""
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    return asked, faults


def outside(asked):
    return [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]


def opened(page, site, name):
    page.goto((site / f"{name}.html").as_uri())


def shown(path):
    """How many charts and boards a stored lesson shows."""
    notebook = nbformat.read(path, as_version=4)
    forms = [set(o.get("data", {})) for cell in notebook.cells for o in cell.get("outputs", [])]
    return [sum(kind in each for each in forms) for kind in (pages.PLOTLY, pages.WIDGET)]


# What wakes when it is near learns of it with a frame, which a crowded machine draws late.
READ_TO_ITS_END = """async () => {
  const step = innerHeight / 2;
  const frame = () => new Promise(requestAnimationFrame);
  for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
    scrollTo(0, y);
    await frame();
    await frame();
  }
}"""
ALIVE = """() => [".rk-drawing .main-svg:first-child", ".rk-place > .rk"]
  .map((kind) => document.querySelectorAll(kind).length)"""
# The theme's rules that reach into a board by a class: its rows and cards would move ours.
REACHED = """(theme) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(theme);
  const flat = (rules) => [...rules].flatMap((rule) =>
    rule.selectorText ? [rule.selectorText] : rule.cssRules ? flat(rule.cssRules) : []);
  const selectors = flat(sheet.cssRules).filter((one) => one.includes("."));
  const found = new Set();
  for (const one of document.querySelectorAll(".rk *"))
    for (const own of one.classList)
      for (const selector of selectors)
        if (selector.includes(`.${own}`) && one.matches(selector)) found.add(own);
  return [...found];
}"""
# The boards set all that the theme says of it.
SET_ANEW = {"small"}
OVER = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.browser
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:2])
def test_a_lesson_is_read_to_its_end_on_a_phone(phone, site, path):
    """From a folder, by touch: every chart is drawn, every board is alive, nothing is too wide."""
    asked, faults = watched(phone)
    opened(phone, site, f"notebooks/{path.stem}")
    phone.evaluate(OPEN_ALL)
    phone.evaluate(READ_TO_ITS_END)
    expected = shown(path)
    phone.wait_for_function(f"() => ({ALIVE})().join() === '{expected[0]},{expected[1]}'")
    assert phone.evaluate(OVER) <= 0
    theme = (site / "_static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    assert set(phone.evaluate(REACHED, theme)) <= SET_ANEW
    assert outside(asked) == [] and faults == []


@pytest.mark.browser
def test_no_page_asks_anybody_for_anything(browser, site):
    page = browser.new_page()
    asked, faults = watched(page)
    names = [path.relative_to(site).with_suffix("") for path in sorted(site.rglob("*.html"))]
    assert len(names) > 90
    for name in names:
        opened(page, site, name)
    page.close()
    assert outside(asked) == [] and faults == []


@pytest.mark.browser
def test_a_swipe_over_a_chart_scrolls_the_page(phone, site):
    opened(phone, site, "index")
    chart = phone.locator(".rk-drawing .main-svg").first
    chart.wait_for()
    box = chart.bounding_box()
    touch = phone.context.new_cdp_session(phone)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7
    touch.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "yDistance": -300})
    assert phone.evaluate("scrollY") > 200


@pytest.mark.browser
@pytest.mark.parametrize("scheme, kinds", [("light", KINDS), ("dark", KINDS[:3])])
def test_axe_finds_nothing(browser, site, scheme, kinds):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    found = {}
    for name in kinds:
        opened(page, site, name)
        page.evaluate(OPEN_ALL)
        page.evaluate(READ_TO_ITS_END)
        if said := violations(page):
            found[name] = [(one["id"], one["nodes"][0]["html"][:200]) for one in said]
    context.close()
    assert found == {}


@pytest.mark.browser
def test_no_kind_of_page_is_wider_than_a_small_phone(browser, site):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    wide = {}
    for name in KINDS:
        opened(page, site, name)
        page.evaluate(OPEN_ALL)
        page.evaluate(READ_TO_ITS_END)
        if (over := page.evaluate(OVER)) > 0:
            wide[name] = over
    page.close()
    assert wide == {}


# What has the focus, where it is, and what marks it.
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const look = getComputedStyle(one);
  return {
    html: one.outerHTML.slice(0, 120),
    isBody: one === document.body,
    isMarked: look.outlineStyle !== "none" || look.boxShadow !== "none",
    isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    isOurs: one.closest(".rk, .rk-drawing, details, .bd-article") !== null,
  };
}"""


@pytest.mark.browser
def test_the_keyboard_reaches_the_end_of_a_lesson_and_is_seen(browser, site):
    """By Tab alone, with every section open: never lost, never trapped, always marked."""
    page = browser.new_page()
    opened(page, site, "notebooks/06-weighing-the-obstacles")
    page.evaluate(OPEN_ALL)
    page.evaluate(READ_TO_ITS_END)
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    met = []
    for _ in range(400):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUS)
        if now["isBody"]:
            break
        met.append(now)
    page.close()
    assert now["isBody"], "the walk never leaves the page"
    ours = [one for one in met if one["isOurs"]]
    assert len(ours) > 40
    unclear = [one["html"] for one in ours if not (one["isMarked"] and one["isSeen"])]
    assert unclear == []


@pytest.mark.browser
def test_forced_colours_reach_every_word_of_a_page(browser, site):
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    opened(page, site, "notebooks/00-start-here")
    page.evaluate(OPEN_ALL)
    page.evaluate(READ_TO_ITS_END)
    page.locator(".rk-drawing .main-svg").first.wait_for()
    other = page.evaluate(
        """() => {
          const probe = document.body.appendChild(document.createElement("i"));
          // Words are in the colour of words, and what can be pressed in that of links.
          const inks = ["CanvasText", "LinkText"].map((name) => {
            probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
            return getComputedStyle(probe).color;
          });
          const texts = ".bd-article :is(p, li, dt, dd, h1, h2, h3, legend)";
          return [...document.querySelectorAll(texts)]
            .filter((one) => !inks.includes(getComputedStyle(one).color))
            .map((one) => one.outerHTML.slice(0, 120));
        }"""
    )
    # Who asks for less motion has none that goes on by itself.
    moving = page.evaluate("document.getAnimations().length")
    context.close()
    assert (other, moving) == ([], 0)


@pytest.mark.browser
def test_search_works_from_a_folder(browser, site):
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=Kosovo")
    page.locator("#search-results li").first.wait_for()
    linked = page.locator("#search-results a").evaluate_all("all => all.map(each => each.href)")
    assert any("/docs/glossary.html" in one for one in linked)
    page.close()


@pytest.mark.browser
def test_a_definition_stands_where_its_word_does(phone, site):
    opened(phone, site, "notebooks/00-start-here")
    word = phone.locator("a.rk-defined").first
    word.tap()
    said = phone.locator(".rk-definition:visible")
    assert "first, middle and last twelve months" in said.inner_text()
    assert phone.url.endswith("00-start-here.html")
    phone.keyboard.press("Escape")
    assert said.count() == 0
    word.focus()
    word.press("Enter")
    phone.wait_for_url("**/docs/glossary.html#window-start-middle-end")


@pytest.mark.browser
def test_what_follows_the_guess_opens_when_it_is_made(browser, site):
    page = browser.new_page()
    opened(page, site, "notebooks/06-weighing-the-obstacles")
    closed = page.locator("details.rk-closed")
    assert closed.count() == 6 and page.locator("details.rk-closed[open]").count() == 0
    page.evaluate(
        "document.querySelector('.rk-place').dispatchEvent("
        "new CustomEvent('resetcycle:committed', {bubbles: true, cancelable: true}))"
    )
    assert page.locator("details.rk-closed[open]").count() == 6
    page.close()


@pytest.mark.browser
def test_rows_of_a_table_are_found_and_lead_to_their_source(browser, site):
    page = browser.new_page()
    opened(page, site, "site/tables")
    table = page.locator("#table-events details.rk-table")
    table.locator("summary").click()
    table.get_by_role("searchbox").fill("nunn lugar")
    row = table.locator("tbody tr").filter(has_text="1991-12-nunn-lugar")
    assert row.count() == 1
    assert row.locator("a[href^='https://']").count() >= 1
    page.close()


def test_every_table_is_in_the_catalogue_with_its_file(site):
    page = (site / "site" / "tables.html").read_text(encoding="utf-8")
    declared = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for table in declared["resources"]:
        assert f'id="table-{table["name"]}"' in page
        file = site / "data" / table["path"]
        assert f'href="../data/{table["path"]}"' in page
        assert file.read_bytes() == (ROOT / "data" / table["path"]).read_bytes()


def test_pages_are_light_and_carry_nothing_of_others(site):
    heavy = {
        path.stem: size
        for path in (site / "notebooks").glob("*.html")
        if (size := path.stat().st_size) > LIGHT
    }
    assert heavy == {}
    # The theme's own script of icons has one and a half megabytes.
    assert (site / "_static" / "scripts" / "fontawesome.js").stat().st_size < 100
    fetched = re.compile(r'<(?:script|img|iframe)[^>]*src="https?:|<link[^>]*href="https?:')
    assert [path.name for path in site.rglob("*.html") if fetched.search(path.read_text())] == []


def pages_of(pdf):
    """Return how many pages a file that Chromium printed has."""
    return len(re.findall(rb"/Type /Page\b", pdf.read_bytes()))


def test_handouts_are_printed_and_a_run_sheet_is_one_page(browser, site, tmp_path):
    wanted = [*site.glob("notebooks/00-*.html"), *site.glob("docs/instructor/*-run-sheet.html")]
    handouts.print_all(browser, wanted, tmp_path)
    sheets = sorted(tmp_path.glob("*-run-sheet.pdf"))
    assert [pages_of(sheet) for sheet in sheets] == [1] * len(LESSONS)
    assert 5 <= pages_of(tmp_path / "00-start-here.pdf") <= 8


def test_a_printed_page_has_every_address_as_a_note_and_no_list_that_fills_a_sheet(browser, site):
    page = browser.new_page()
    page.goto((site / "notebooks/09-biden-trump-again.html").as_uri())
    page.evaluate(OPEN_ALL)
    page.evaluate(handouts.READ_TO_ITS_END)
    page.emulate_media(media="print")
    page.evaluate(handouts.ANNOUNCE)
    links = page.locator(".bd-article a[href^=http]:not(.rk *)")
    addresses = {link.get_attribute("href") for link in links.all()}
    notes = page.locator(".rk-notes li").all_inner_texts()
    assert sorted(notes) == sorted(addresses)
    assert page.locator(".rk-note").count() == links.count()
    long = page.locator(".bd-article details ul:has(> li:nth-child(21))")
    assert long.count() and not any(each.is_visible() for each in long.all())
    page.close()


def test_the_kit_asks_to_be_cited_as_its_file_does():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["message"] == kit_data.MESSAGE


# ---------------------------------------------------------------------- in another language

NOTEBOOK = "notebooks/06-weighing-the-obstacles"
EXERCISE = "exercises/06-weighing-the-obstacles/06-weighing-the-obstacles"
SAID_ANEW = ("index", "notebooks/00-start-here", NOTEBOOK, EXERCISE, "docs/glossary", "site/cite")
OPEN_EACH = "document.querySelectorAll('details').forEach(each => each.open = true)"
# All that a page says to the eye and to the ear, but for code and the link behind each heading.
SAID = """() => {
  const parts = "body";
  const other = `code, pre, script, style, noscript, kbd, .headerlink, .admonition-title,
    .rk-twin, .search-button__kbd-shortcut`;
  const heard = ["aria-label", "placeholder", "title", "alt"];
  const found = new Set([document.title]);
  for (const part of document.querySelectorAll(parts)) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
      const isText = node.nodeType === Node.TEXT_NODE;
      if ((isText ? node.parentElement : node).closest(other)) continue;
      if (isText) found.add(node.data.trim());
      else heard.forEach((name) => found.add(node.getAttribute(name) ?? ""));
    }
  }
  return [...found];
}"""
# What a line of text in a drawing ends in, and the name of a column; Chromium has no names of
# months in that language; and how a source is cited.
NOT_ITS_OWN = re.compile(
    r"^II$|^claim id$|^© Copyright|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|^Deyermond, Ruth.*|https?://\S+"
    r"|^The authors of the reset-cycle teaching kit \(.*"
)


@pytest.fixture(scope="session")
def edition(site, tmp_path_factory):
    """The folder of an edition in a language that is made up, beside the English pages."""
    kit = tmp_path_factory.mktemp("edition") / "kit"
    staged = made_up_kit.staged(kit, "00", "06")
    for sheet in (staged / "docs" / "instructor").glob("[0-9][0-9]-*.md"):
        if not sheet.name.startswith("06"):
            sheet.unlink()
    (kit / "front" / "node_modules").symlink_to(ROOT / "front" / "node_modules")
    out = site / made_up_kit.LANGUAGE
    spoken = {"RESETCYCLE_LANGUAGE": made_up_kit.LANGUAGE, "GITHUB_REPOSITORY": "OWNER/NAME"}
    told = made_up_kit.environment(kit, **spoken)
    built(staged, out, kit / "trees", "-A", "lite=1", cwd=kit, env=told)
    return out


@pytest.mark.browser
def test_an_edition_speaks_its_language_on_every_page(phone, edition):
    """On a phone, without a request, and for every reader, as the English site is."""
    asked, faults = watched(phone)
    amiss = {}
    for name in SAID_ANEW:
        opened(phone, edition, name)
        phone.evaluate(OPEN_EACH)
        phone.evaluate(READ_TO_ITS_END)
        assert phone.evaluate("document.documentElement.lang") == made_up_kit.LANGUAGE
        said = {in_english(NOT_ITS_OWN.sub("", text)) for text in phone.evaluate(SAID)} - {""}
        # From a folder, nobody may read style sheets as files.
        shut = [one["id"] for one in violations(phone, preload=False)]
        if said or shut or phone.evaluate(OVER) > 0:
            amiss[name] = sorted(said), shut, phone.evaluate(OVER)
    assert amiss == {}
    assert outside(asked) == [] and faults == []


def test_what_the_theme_says_in_spanish_is_said_by_the_kit_first():
    """The theme says "Navegación del sección", and Sphinx "ningún documentos"."""
    folder = Path(pydata_sphinx_theme.__file__).parent / "locale"
    own = kit_words._Own()
    own.add_fallback(translation("sphinx", folder, ["es"]))
    speech.use("es")
    told = kit_words.for_scripts()
    said = [own.gettext(each) for each in ("Section Navigation", "Search", "Show Source")]
    speech.use("en")
    assert said == ["Navegación de la sección", "Buscar", "Mostrar el código"]
    assert own.gettext("Search") == "Buscar", "what the kit does not say, the theme does"
    forms = '["${resultCount} página coincide con tu búsqueda.","${resultCount} páginas coinciden'
    assert "Ninguna página coincide" in told and forms in told


@pytest.mark.browser
@pytest.mark.parametrize("asked, found", [("zzzz", 0), ("resetcycle", 1)])
def test_search_says_in_the_language_what_it_found(phone, edition, asked, found):
    phone.goto(f"{(edition / 'search.html').as_uri()}?q={asked}")
    told = phone.locator("#search-results > p.search-summary")
    phone.wait_for_function("() => document.querySelector('.search-summary')?.textContent")
    assert in_english(re.sub(r"\d+", "", told.inner_text())) == ""
    assert (phone.locator("#search-results li").count() > 0) is bool(found)


@pytest.mark.browser
def test_a_page_leads_to_its_twin_and_back(phone, site, edition):
    opened(phone, site, NOTEBOOK)
    twin = phone.locator(".rk-twin:visible")
    assert [twin.get_attribute(name) for name in ("lang", "hreflang")] == ["eo", "eo"]
    twin.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**/eo/{NOTEBOOK}.html")
    assert phone.locator(".rk-twin:visible").inner_text() == "English"
    phone.locator(".rk-twin:visible").tap()
    phone.wait_for_url(f"{site.as_uri()}/{NOTEBOOK}.html")
    opened(phone, site, "notebooks/04-obama-reset")
    assert phone.locator(".rk-twin").count() == 0


@pytest.mark.browser
def test_what_was_guessed_in_one_language_is_kept_in_the_other(phone, site, edition):
    opened(phone, site, NOTEBOOK)
    phone.evaluate(READ_TO_ITS_END)
    guess = phone.locator(".rk-predict")
    for name in ("Clinton", "Bush 43", "Obama", "Trump I", "Biden", "Trump II"):
        guess.get_by_role("button", name=name, exact=True).click()
    guess.get_by_role("button", name="Commit").click()
    phone.locator("details.rk-closed[open]").first.wait_for()
    opened(phone, edition, NOTEBOOK)
    phone.evaluate(READ_TO_ITS_END)
    phone.locator("details.rk-closed[open]").first.wait_for()
    assert phone.locator("details.rk-closed:not([open])").count() == 0


def test_an_edition_hands_out_its_own_notebooks_and_shares_all_scripts(edition):
    page = (edition / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    own = "notebooks/eo/06-weighing-the-obstacles.ipynb"
    assert f'href="../../{own}" download' in page
    assert f'href="../../lite/notebooks/index.html?path={own}"' in page
    assert f"OWNER/NAME/HEAD?urlpath=lab%2Ftree%2F{own.replace('/', '%2F')}" in page
    kept = edition / "_static" / "kit"
    assert sorted(path.name for path in kept.iterdir()) == ["held", "said.js"]


def test_what_has_no_edition_is_led_to_in_english(edition):
    page = (edition / "docs" / "glossary.html").read_text(encoding="utf-8")
    assert "<a href='../../site/tables.html#table-events' hreflang='en'>" in page
    assert (edition.parent / "site" / "tables.html").is_file()
    assert not (edition / "site" / "tables.html").exists()
