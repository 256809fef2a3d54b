# Two commands do everything: `make demo` and `make test`. The rest is for developers; `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: help
help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: demo
demo: $(VENV)/installed ## Build the account from the published data that ships, and show it on 127.0.0.1:8000
	@$(BIN)/aimwell demo

.PHONY: test
test: $(VENV)/installed-dev browser ## Install what the tests need and run them all
	@bash scripts/run_tests.sh

.PHONY: check
check: $(VENV)/installed-dev ## Style, types and the walls between rooms; changes nothing
	@echo "— style";  $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "— types";  $(BIN)/mypy
	@echo "— walls";  $(BIN)/lint-imports

.PHONY: fix
fix: $(VENV)/installed-dev ## Put style right where a program can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

.PHONY: bench
bench: $(VENV)/installed-dev ## Measure the speed targets; prints ratios taken in one run
	@$(BIN)/python -m bench

.PHONY: lock
lock: ## Pin every dependency again, with hashes (needs uv)
	@uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/aimwell.txt
	@uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt

.PHONY: browser
browser: ## Debian's Chromium, for the tests that open pages; said plainly where it cannot be had
	@bash scripts/install_browser.sh

$(VENV)/bin/python:
	@bash scripts/make_environment.sh $(PYTHON) $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements/aimwell.txt pyproject.toml
	@echo "Installing aimwell and what it needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/aimwell.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements/dev.txt
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: docs
docs: $(VENV)/installed ## Write the generated reference pages again
	@$(BIN)/python scripts/write_reference.py && $(BIN)/python scripts/write_architecture.py
