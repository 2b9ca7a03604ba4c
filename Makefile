# make site · verify · serve · check · fix · new · fingerprint · readability · schema · clean · test · lint · audit · fuzz · endurance · bench · lock
# SITE=some/folder: a site that lives elsewhere

SITE ?= .
FORMAT ?= text
FILES ?= 1000000
PYTHON ?= python3

# How messages name a command: as it works where this was typed.
export CALLED := make {}$(if $(filter-out .,$(value SITE)), SITE="$(value SITE)")
# As they were typed: neither make nor the shell looks for anything of its own in them.
export TYPED_SITE := $(value SITE)
export TYPED_FOLDER := $(value FOLDER)
export TYPED_ID := $(value ID)
unexport SITE FOLDER ID

BIN := $(CURDIR)/.venv/bin
READY := .venv/.ready
READY_FOR_TESTS := .venv/.ready-for-tests
DISTINGUO = "$(BIN)/distinguo" $(or $(COMMAND),$@) --site="$$TYPED_SITE" --called "$$CALLED"
ON_ALL_CORES := --numprocesses auto --dist worksteal

.PHONY: site verify serve check fix new fingerprint readability schema clean test lint audit fuzz endurance bench lock
.DEFAULT_GOAL := site
site: COMMAND := publish

site: $(READY)  ## build the site aside, check it, and put it in the place of $(SITE)/site
	@$(DISTINGUO)

verify: $(READY)  ## check $(SITE)/site as it lies there; FOLDER=some/folder: another built from the same sources
	@$(DISTINGUO) $${TYPED_FOLDER:+"$$TYPED_FOLDER"}

serve: $(READY)  ## live preview, drafts included
	@$(DISTINGUO)

check: $(READY)  ## read the content and report every problem; FORMAT=github or json
	@$(DISTINGUO) --format "$(FORMAT)"

fix: $(READY)  ## show the repairs that are sure to work, and make them if you say yes
	@$(DISTINGUO)

new: $(READY)  ## make the files of a new explainer: make new ID=trust-and-safety
	@[ -n "$$TYPED_ID" ] || { echo 'Say the name of the explainer, such as: make new ID=trust-and-safety' >&2; exit 2; }
	@$(DISTINGUO) "$$TYPED_ID" $(BLOCKS)

fingerprint: $(READY)  ## write down what pages say and questionnaires ask, after a change of theirs
	@$(DISTINGUO)

readability: $(READY)  ## tell how hard each page and each answer is to read
	@$(DISTINGUO)

schema: $(READY)  ## write the schemas by which editors complete and explain fields
	@$(DISTINGUO)

clean: $(READY)  ## forget what earlier runs found out, and kept in a folder of the user's own
	@$(DISTINGUO)

test: $(READY_FOR_TESTS) lint  ## every test, in real browsers too
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" -m pytest $(ON_ALL_CORES)

lint: $(READY_FOR_TESTS)  ## mistakes and style of the code, and its types
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check
	"$(BIN)/mypy"

audit: $(READY_FOR_TESTS)  ## outside judges over all pages: accessibility, HTML, markup, headers, workflows
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" tests/audit.py

bench: $(READY_FOR_TESTS)  ## what commands cost on sites of 1, 100 and 1,000 explainers, beside other generators, in one run
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" tests/reading_bench.py
	"$(BIN)/python" tests/bench.py

fuzz: $(READY_FOR_TESTS)  ## every slip, every hostile text in every field, and a million damaged files; FILES=1000 for fewer
	"$(BIN)/python" tests/faults.py
	"$(BIN)/python" tests/browser.py
	"$(BIN)/python" -m pytest $(ON_ALL_CORES) tests/pages/test_hostile_content_in_browser.py --every-pair
	"$(BIN)/python" tests/fuzz.py $(FILES)

endurance: $(READY_FOR_TESTS)  ## kill publishes at random moments, and read the site during others
	"$(BIN)/python" tests/endurance.py

lock: $(READY_FOR_TESTS)  ## renew the locked requirements; UPGRADE=--upgrade: to the newest releases
	"$(BIN)/pip" install --quiet uv
	"$(BIN)/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes pyproject.toml --group install -o requirements.txt
	"$(BIN)/uv" pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

# Its mark comes last: a set-up that was cut off begins anew. What is in .venv goes then, so it must be a folder of ours.
.venv/.made:
	@[ ! -L .venv ] || { echo ".venv is a link, and what lies behind it may not be ours to clear. Take the link away."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Distinguo needs Python 3.11 or newer; $(PYTHON) is older. Say which one to use: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	touch $@

$(READY): requirements.txt pyproject.toml | .venv/.made
	"$(BIN)/pip" install --quiet --require-hashes -r requirements.txt
	"$(BIN)/pip" install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(READY_FOR_TESTS): requirements-dev.txt $(READY)
	"$(BIN)/pip" install --quiet --require-hashes -r requirements-dev.txt
	touch $@
