# What a newcomer needs: `make leaflets`, `make test`. Each command installs what it lacks, once.
# A stamp in the environment stands for "installed from exactly this lock"; nothing else is remembered.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/stamps
JOBS   ?= 2
# Packages come from wherever this machine's pip takes them; the locks' hashes say that they are the right ones.
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK   := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
          --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help leaflets test lint format bench lock clean system-leaflets system-test system-bench

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1: \2/p' $(MAKEFILE_LIST)

leaflets: system-leaflets $(STAMPS)/run ## Build this project's leaflets into build/ (ARGS="--locale es" narrows it)
	$(BIN)/polyleaf build $(ARGS)

test: system-test $(STAMPS)/dev ## Run every test (ARGS="-k word" narrows it)
	$(BIN)/python -m pytest --numprocesses $(JOBS) --maxschedchunk 4 $(ARGS)

lint: $(STAMPS)/dev ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

format: $(STAMPS)/dev ## Bring the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: system-bench $(STAMPS)/bench ## Measure against peers and print the table
	$(BIN)/python -m benchmarks $(ARGS)

# Each lock holds the one before it, so that installing a larger one never changes what a smaller one brought.
lock: $(STAMPS)/dev ## Pin dependencies again (ARGS=--upgrade takes newer ones)
	$(LOCK) $(ARGS) --group build --output-file requirements/run.txt
	$(LOCK) $(ARGS) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) $(ARGS) --group dev --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt

clean: ## Remove what was built and installed
	rm -rf $(VENV) build dist .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .polyleaf
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system-leaflets:
	@$(PYTHON) tools/system.py leaflets

system-test:
	@$(PYTHON) tools/system.py test

system-bench:
	@$(PYTHON) tools/system.py bench

$(STAMPS)/venv:
	@$(PYTHON) tools/system.py venv
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/run.txt pyproject.toml | $(STAMPS)/venv
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/dev
	$(PIP) --require-hashes --requirement requirements/bench.txt
	@touch $@
