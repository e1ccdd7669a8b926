# Live Room. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
IS_FIT := import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 13))
# The first Python that runs and is 3.11 or 3.12; a command of that name may be there and not work.
PYTHON ?= $(shell for p in python3.12 python3.11 python3; do $$p -c '$(IS_FIT)' >/dev/null 2>&1 && { command -v $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
SPEED ?= max
SCHEMA ?= baltimore_311
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

# Tests and runs start many processes; each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run replay lint test test-all bench soak pictures migrate redis-cli docs lock audit sbom

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.made:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(IS_FIT)' || \
	  { echo "Live Room needs Python 3.11 or 3.12 with venv; found none that works. Install one, or give PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run-ready: requirements.lock | $(VENV)/.made
	@echo "Setting up (once, about a minute) …"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock | $(VENV)/.made
	@echo "Setting up for development (once, about two minutes) …"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@ $(VENV)/.run-ready

setup: $(VENV)/.dev-ready ## Create the environment with everything for development

run: $(VENV)/.run-ready ## Run the dashboard on embedded defaults: a living, simulated city
	@$(BIN)/python app.py

replay: $(VENV)/.run-ready ## Replay a published file: FILE=path [SCHEMA=baltimore_311] [SPEED=max or 60]
	@test -n "$(FILE)" || { echo "Which file? make replay FILE=path/to/file.csv.gz SCHEMA=baltimore_311 SPEED=max"; exit 2; }
	@$(BIN)/flask --app app replay "$(FILE)" --schema "$(SCHEMA)" --speed "$(SPEED)"

migrate: $(VENV)/.run-ready ## Bring the configured store's tables to the newest version
	@$(BIN)/flask --app app migrate

redis-cli: $(VENV)/.run-ready ## Open the embedded Redis while the dashboard runs
	@$(BIN)/flask --app app redis-cli $(ARGS)

lint: $(VENV)/.dev-ready ## Check style, types and who imports whom
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports

test: lint ## Check everything that must hold before a change lands (at most 12 minutes)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long"

test-all: lint ## The same with the long forms
	@$(BIN)/python -m pytest

bench: $(VENV)/.dev-ready ## Measure ingest, snapshots, frames, latency and load, and print one table
	@$(BIN)/python -m bench

soak: $(VENV)/.dev-ready ## One wall for SOAK_HOURS=1 (or SOAK_MINUTES=10) at four frames a second; writes docs/soak.md
	@$(BIN)/python -m bench.soak $(if $(SOAK_MINUTES),--minutes $(SOAK_MINUTES),--hours $(or $(SOAK_HOURS),1))

audit: $(VENV)/.dev-ready ## Ask about known vulnerabilities of every installed package; fails where it could not ask
	@$(BIN)/python supply_check.py audit

sbom: $(VENV)/.dev-ready ## List the locked packages as CycloneDX: [FILE=var/sbom.json]
	@$(BIN)/python supply_check.py sbom $(FILE)

pictures: $(VENV)/.dev-ready ## Draw every screen of a simulated city into docs/ (needs Chromium)
	@$(BIN)/python -m tests.pictures

docs: $(VENV)/.dev-ready ## Write the documents that are generated from the code
	@$(BIN)/flask --app app contract

lock: $(VENV)/.dev-ready ## Renew the lock files after a change of dependencies
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
