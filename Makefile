# Every target sets up what it needs: a .venv beside this file, from requirements.txt, nothing global.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN    := .venv/bin
# nbgrader calls programs by name; they stand in the environment.
export PATH := $(CURDIR)/$(BIN):$(PATH)
READY  := .venv/.ready
# Lessons are rendered and tested without anybody's saved work.
CLEAN  := RESETCYCLE_MY_WORK=$$(mktemp -d)
# JupyterLab refuses to run as root (containers do) unless told that this is meant.
ROOT   := $(if $(filter 0,$(shell id -u)),--allow-root)

# Files of tests that open a browser, grade, build, or draw every chart: they wait for `make test`.
SLOW   := authoring boxes charts environment exercises release accessibility 'browser*' 'grading*'

# The browser's half of the widgets is checked where there is a Node to do it with. Who uses the kit
# needs none: the built files are in the repository.
NODE   := $(shell node -p 'process.versions.node.split(".")[0] < 20 ? "" : "yes"' 2>/dev/null)
FRONT  := front/node_modules/.package-lock.json

.PHONY: lab test fast lint types front derived lessons carry release update bench pins hooks

lab: $(READY)            ## open the lessons in JupyterLab
	$(BIN)/jupyter lab $(ROOT) notebooks/00-start-here.ipynb

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

types: $(READY)          ## what the package promises about its types, strictly
	$(BIN)/pyright

derived: $(READY)        ## write the tables and counts of README, data/ and docs/ anew from the data
	$(BIN)/python -m resetcycle.authoring.derived

hooks: $(READY)          ## run lint, types and derived text before every commit of yours
	$(BIN)/pre-commit install

lessons: $(READY)        ## build notebooks/ from lessons/: numbers filled in, statements checked, cells run
	$(BIN)/python -m resetcycle.authoring lessons

carry: $(READY)          ## carry what you edited in a built notebook back to its text
	$(BIN)/python -m resetcycle.authoring carry

release: $(READY)        ## make exercises/ from solutions/; COHORT=spring-2027 draws that class its own cases
	$(BIN)/python -m resetcycle release --cohort "$(COHORT)"

update: $(READY)         ## build all that follows from an edit; names each sentence that is no longer true
	$(BIN)/python -c "from resetcycle import data; data.validate()"
	$(BIN)/pytest -q tests/test_data.py tests/test_acts.py
	$(BIN)/python -m resetcycle.authoring check
	$(BIN)/python -m resetcycle.authoring lessons
	$(BIN)/python -m resetcycle release
	$(BIN)/python -m resetcycle.authoring.derived
	$(BIN)/python -m resetcycle.authoring picture
	$(BIN)/python -m resetcycle.authoring known
	$(BIN)/pytest -q tests/test_charts.py tests/test_grading_report.py -k stored --store-pictures

bench: $(READY)          ## measure, side by side: the board in three builds, grading beside nbgrader's own, the everyday before and after a change
	$(CLEAN) $(BIN)/python benchmarks/widgets.py
	$(CLEAN) $(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/everyday.py --before "$(or $(BEFORE),HEAD)"

pins: $(READY)           ## renew requirements.txt from pyproject.toml, then environment.yml from it
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-header --no-annotate -o requirements.txt pyproject.toml
	$(MAKE) environment.yml

environment.yml: requirements.txt
	{ printf '# Written from requirements.txt by "make pins"; do not edit.\nname: reset-cycle\nchannels:\n  - conda-forge\n'; \
	  printf 'dependencies:\n  - python=3.11\n  - pip\n  - pip:\n'; sed 's/^/      - /' requirements.txt; } > $@

# pip compiles bytecode as it installs, which makes the first chart about three times faster.
$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements
	$(BIN)/python -m resetcycle doctor
	touch $(READY)
