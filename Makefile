# The few commands of this project. Each makes its own virtual environment in .venv; only Python 3.11 or newer is needed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo test check docs evals bench clean

help:  ## Show these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1|/' | column -t -s '|'

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit("Sayso needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	"$(PYTHON)" -m venv "$(VENV)"

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed  ## Install Sayso and run it on the bundled reports
	$(BIN)/sayso demo --format table

test: $(VENV)/.installed-dev  ## Install Sayso with its development tools and run the tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev  ## Lint, types, import contract and tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

docs: $(VENV)/.installed  ## Refresh the outputs that the documentation shows
	$(BIN)/python docs/refresh.py

evals: $(VENV)/.installed  ## Measure accuracy on development gold, where it is at hand
	$(BIN)/python -m evals

bench: $(VENV)/.installed  ## Measure speed and memory
	$(BIN)/python benchmarks/speed.py

clean:  ## Remove the virtual environment and caches
	rm -rf "$(VENV)" .pytest_cache .mypy_cache .ruff_cache .hypothesis evals/out
