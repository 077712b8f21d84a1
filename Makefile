# `make run` and `make test` set up whatever they need; nothing has to be installed beforehand but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# By node's own path: their first lines look for it elsewhere.
TSC := $(BIN)/node node_modules/typescript/bin/tsc
BIOME := $(BIN)/node node_modules/@biomejs/biome/bin/biome
# What npm leaves behind it.
NPM := node_modules/.package-lock.json

# The folder of `make site`, the links it is made of (the presets without), files of lessons with commas between them (each
# as one file for offline use: ONE_FILE=1), its language (that of its lessons without), the full app's address, where there is
# one, and the one at which the site will be.
SITE ?= site
LINKS ?=
LESSONS ?=
ONE_FILE ?=
SPEAKS ?=
APP ?=
AT ?=

# Python keeps what it has compiled, whatever the shell says: without that every process of pytest writes anew, for
# seconds, how each assertion shows what it compared.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run site test test-long test-web check bench bench-load format lock plotly fonts strings pictures audit clean

run: $(VENV)/run
	$(BIN)/streamlit run app.py --server.port $(PORT)

site: $(VENV)/run
	$(BIN)/python -m ui.export.static_site --out "$(SITE)" --links "$(LINKS)" --lessons "$(LESSONS)" --lang "$(SPEAKS)" $(if $(ONE_FILE),--one-file) --app "$(APP)" --at "$(AT)"

# There is a process of pytest for each core: the threads of numpy's BLAS would only wait for one another.
test test-long: export OPENBLAS_NUM_THREADS = 1
PYTEST = CHROMIUM="$$(cat $(VENV)/chromium)" $(BIN)/pytest -n 2 --dist loadgroup

# What is typed behind every change: all but what is long.
test: check browser test-web
	$(BIN)/python -m tools.nginx
	$(PYTEST) -m "not long"

# What continuous integration runs besides: the full app in a browser, on every page, in every size, on every host.
test-long: browser
	$(PYTEST) -m long

# Two at a time: Python's types take as long as all the rest.
check: $(VENV)/dev $(NPM)
	$(MAKE) --no-print-directory --jobs 2 types lint

.PHONY: types lint
types:
	$(BIN)/mypy

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(TSC)
	$(BIOME) check --log-level=warn

# What the browser half computes, without a browser.
test-web: $(VENV)/dev
	$(BIN)/node --test "tests/web/*.test.js"

# Some measures only, by words of their names: `make bench ROWS="rate timeline"`, `make bench-load ROWS=settings`.
ROWS ?=
bench: $(VENV)/dev browser
	CHROMIUM="$$(cat $(VENV)/chromium)" $(BIN)/python -m bench.bench $(ROWS)

# A class of people at once; `make bench-load LONG=--long` has them change settings for 20 minutes.
bench-load: $(VENV)/dev browser
	$(BIN)/python -m tools.nginx
	CHROMIUM="$$(cat $(VENV)/chromium)" $(BIN)/python -m bench.load $(LONG) $(ROWS)

format: $(VENV)/dev $(NPM)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIOME) check --write

# The lock is the image's: exact versions with hashes, for every platform. Its tools are needed seldom: not in the venv yet.
lock: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	echo "# By \`make lock\` from requirements.txt: exact versions and their hashes, for Python 3.11 and newer." > $(VENV)/lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-header requirements.txt >> $(VENV)/lock
	mv $(VENV)/lock requirements.lock

# The part of Plotly's program that our pages draw with; its sources are large, and needed for nothing else.
plotly: $(VENV)/dev
	rm -rf build/plotly && mkdir -p build && cp -R tools/plotly build/plotly
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --ignore-scripts --prefix build/plotly
	$(BIN)/node build/plotly/build.js "$(CURDIR)/web/vendor/plotly-cartesian.min.js"
	rm -rf build/plotly

# Of Streamlit's letters and symbols those that our pages show; anew when a symbol or another Streamlit comes.
fonts: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check fonttools brotli
	$(BIN)/python -m tools.fonts.make

# Each language's words.po is told of new words, and compiled. What is not translated yet is counted.
strings: $(VENV)/dev
	$(BIN)/python -m tools.strings.make

# The pictures of README.md and docs, from the app itself; some of them by `make pictures PICTURES="zigzag gallery"`.
PICTURES ?=
pictures: $(VENV)/dev browser
	$(BIN)/python -m tools.badges
	CHROMIUM="$$(cat $(VENV)/chromium)" $(BIN)/python -m tools.pictures $(PICTURES)

audit: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/python -m deploy.audit

.PHONY: browser
browser: $(VENV)/dev
	$(BIN)/python -m tools.chromium > $(VENV)/chromium

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gradient Explorer needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/run

# Only what checks the browser half: running the app needs no node.
$(NPM): package-lock.json .npmrc | $(VENV)/dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent
	touch $@

clean:
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
