# Every target sets up what it needs, by start.py: a .venv beside this file, nothing global.
# Who has no `make` runs `python start.py`.
PYTHON := $(or $(PYTHON),$(shell command -v python3 || command -v python || command -v python3.11))
BIN    := .venv/bin
# nbgrader calls programs by name; they stand in the environment.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The stamp of all tools; what lessons need is less, and has a stamp of its own (see start.py).
READY  := .venv/.ready
# Lessons are rendered and tested without anybody's saved work.
CLEAN  := RESETCYCLE_MY_WORK=$$(mktemp -d)

# Files of tests that open a browser, grade, build, or draw every chart: they wait for `make test`.
SLOW   := authoring boxes charts environment exercises installable release accessibility site lite 'browser*' 'grading*'

# The browser's half of the widgets is checked where there is a Node to do it with. Who uses the kit
# needs none: the built files are in the repository.
NODE   := $(shell node -p 'process.versions.node.split(".")[0] < 20 ? "" : "yes"' 2>/dev/null)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate
FRONT  := front/node_modules/.package-lock.json
# What the command line says: an environment has a variable of this name, for other programs.
EDITION := $(if $(filter command%,$(origin LANGUAGE)),$(LANGUAGE))
STAGED  := build/stage-$(EDITION)

.PHONY: lab tools test fast lint types front site editions links handouts derived lessons lang carry update bench pins hooks dist

lab: $(if $(COHORT),$(READY))  ## open the lessons in JupyterLab; with COHORT, formgrader for that class
	@$(PYTHON) start.py

tools: $(READY)          ## set up what grading, writing and testing need, and no more

test: lint types         ## run every check: form, types, package, data, notebooks, browser
	$(CLEAN) $(BIN)/pytest -n 2 --dist loadfile --nbval-lax --nbval-current-env --doctest-modules notebooks tests resetcycle

fast: lint               ## what needs no browser, in half a minute: form, statements, pages, measures
	$(CLEAN) $(BIN)/python -m resetcycle.authoring check
	$(CLEAN) $(BIN)/pytest -q -p no:cacheprovider -m "not browser" --doctest-modules \
	  $(foreach name,$(SLOW),--ignore-glob=tests/test_$(name).py) tests resetcycle/authoring

lint: $(READY) $(if $(NODE),$(FRONT))  ## form and rules; `.venv/bin/ruff format` mends the form of Python
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(if $(NODE),npm --prefix front --silent run check)

front: $(FRONT)          ## build the widgets' files that the browser loads, from front/src
	npm --prefix front --silent run build

$(FRONT): front/package.json front/package-lock.json
	npm --prefix front --silent ci --no-fund --no-audit
	touch $@

site: $(READY) $(FRONT) $(if $(EDITION),build/site/index.html)  ## build the site into build/site: lessons, exercises, data and pages, for any web host or stick; with LITE=1, with Python in the page; with LANGUAGE=es, its edition in that language
	$(if $(EDITION),$(CLEAN) $(BIN)/python site/kit_edition.py $(EDITION) $(STAGED))
	$(CLEAN) RESETCYCLE_LANGUAGE=$(or $(EDITION),en) $(BIN)/python -m sphinx -q -E -W --keep-going \
	  -b html -d build/site-trees/$(or $(EDITION),en) $(if $(LITE),-A lite=1) -c site \
	  $(if $(EDITION),$(STAGED) build/site/$(EDITION),. build/site)
	$(if $(EDITION),,$(if $(LITE),$(BIN)/python site/kit_lite.py))

editions: site           ## build the site in every language, the English one first; with LITE=1, with Python in the page
	$(foreach language,$(basename $(notdir $(wildcard resetcycle/locale/*.json))),$(MAKE) site LANGUAGE=$(language) &&) true

# What an edition has not, it leads to on the English site.
build/site/index.html:
	$(MAKE) site LANGUAGE=

links: $(READY) $(FRONT) ## ask every address of the pages and of the sources; build/links/output.txt has what they said
	$(CLEAN) $(BIN)/python -m sphinx -q -b linkcheck -d build/links-trees -c site . build/links

handouts: site           ## print lessons, run sheets and study guides from the site into build/handouts
	$(BIN)/python site/handouts.py

types: $(READY)          ## what the package promises about its types, strictly
	$(BIN)/pyright

derived: $(READY)        ## write the tables and counts of README, data/ and docs/ anew from the data
	$(BIN)/python -m resetcycle.authoring.derived

hooks: $(READY)          ## run lint, types and derived text before every commit of yours
	$(BIN)/pre-commit install

lessons: $(READY)        ## build notebooks/ from lessons/: numbers filled in, statements checked, cells run
	$(BIN)/python -m resetcycle.authoring lessons

# The terminal has a LANG of its own, which is not meant.
lang: $(READY)           ## build notebooks, exercises, pages and site in a language, or begin it, and count what is translated: LANG=es
	$(if $(filter command,$(origin LANG)),,$(error Name the language, as in "make lang LANG=es"))
	@if test -d translations/$(LANG); \
	  then $(BIN)/python -m resetcycle.authoring editions $(LANG) && $(MAKE) site LANGUAGE=$(LANG); \
	  else $(BIN)/python -m resetcycle.authoring begin $(LANG); fi

carry: $(READY)          ## carry what you edited in a built notebook back to its text
	$(BIN)/python -m resetcycle.authoring carry

update: $(READY)         ## build all that follows from an edit; names each sentence that is no longer true
	$(BIN)/python -c "from resetcycle import data; data.validate()"
	$(BIN)/pytest -q tests/test_data.py tests/test_acts.py
	$(BIN)/python -m resetcycle.authoring check
	$(BIN)/python -m resetcycle.authoring lessons
	$(BIN)/python -m resetcycle.authoring sheets
	$(BIN)/python -m resetcycle release
	$(BIN)/python -m resetcycle.authoring.derived
	$(BIN)/python -m resetcycle.authoring picture
	$(BIN)/python -m resetcycle.authoring known
	$(BIN)/python -m resetcycle.authoring editions
	$(BIN)/pytest -q tests/test_charts.py tests/test_grading_report.py -k stored --store-pictures

bench: $(READY)          ## measure, side by side: the board in three builds, grading beside nbgrader's own, pages of the site (make site first), the everyday before and after a change
	$(CLEAN) $(BIN)/python benchmarks/widgets.py
	$(CLEAN) $(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/site.py
	$(if $(LITE),$(BIN)/python benchmarks/lite.py)
	$(BIN)/python benchmarks/everyday.py --before "$(or $(BEFORE),HEAD)"

dist: $(READY)           ## build wheel and source archive into dist/, and say what a release still lacks
	$(BIN)/python -m resetcycle.authoring.dist

pins: $(READY)           ## renew the pins of both lists from pyproject.toml, then environment.yml
	$(BIN)/pip install --quiet uv
	$(COMPILE) --upgrade --extra lab -o requirements.txt pyproject.toml
	$(COMPILE) --upgrade --all-extras -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(MAKE) environment.yml

environment.yml: requirements.txt
	{ printf '# Written from requirements.txt by "make pins"; do not edit.\nname: reset-cycle\nchannels:\n  - conda-forge\n'; \
	  printf 'dependencies:\n  - python=3.11\n  - pip\n  - pip:\n'; sed 's/^/      - /' requirements.txt; \
	  printf '      - -e .\n'; } > $@

$(READY): requirements-dev.txt pyproject.toml start.py
	@$(PYTHON) start.py tools
