# make site · serve · check · test · lint · audit · bench · lock     SITE=some/folder: a site that lives elsewhere

SITE ?= .
PYTHON ?= python3

export NO_MKDOCS_2_WARNING := 1
export DISTINGUO_HOOKS := $(CURDIR)/hooks/site_hooks.py
export DISTINGUO_OVERRIDES := $(CURDIR)/overrides

BIN := $(CURDIR)/.venv/bin
READY := .venv/.ready
READY_FOR_TESTS := .venv/.ready-for-tests

.PHONY: site serve check test lint audit bench lock
.DEFAULT_GOAL := site

site: $(READY)  ## build and check the site into $(SITE)/site
	@cd "$(SITE)" && "$(BIN)/mkdocs" build --strict

serve: $(READY)  ## live preview, drafts included
	@cd "$(SITE)" && "$(BIN)/mkdocs" serve

check: $(READY)  ## read the content and report every mistake
	@cd "$(SITE)" && "$(BIN)/distinguo" check

test: $(READY_FOR_TESTS) lint  ## every test, in a real browser too
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" -m pytest

lint: $(READY_FOR_TESTS)
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check

audit: $(READY_FOR_TESTS)  ## outside judges: axe and the Nu HTML checker over all pages
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" tests/audit.py

bench: $(READY_FOR_TESTS)  ## build times as ratios to stock Material, in one run
	"$(BIN)/python" tests/bench.py

lock: $(READY_FOR_TESTS)  ## renew the locked requirements
	"$(BIN)/pip" install --quiet uv
	"$(BIN)/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml --group install -o requirements.txt
	"$(BIN)/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Distinguo needs Python 3.11 or newer; $(PYTHON) is older. Say which one to use: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

$(READY): requirements.txt pyproject.toml | .venv/bin/pip
	"$(BIN)/pip" install --quiet --require-hashes -r requirements.txt
	"$(BIN)/pip" install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(READY_FOR_TESTS): requirements-dev.txt $(READY)
	"$(BIN)/pip" install --quiet --require-hashes -r requirements-dev.txt
	touch $@
