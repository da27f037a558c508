# The commands of this project; `make` alone lists them.

PORT ?= 5000
export TRACKER_INSTANCE
BIN := .venv/bin
SETUP := @sh tracker/setup/setup.sh

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check bench lock words

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## prepare this machine to run the program
	$(SETUP) run

setup-test: ## prepare this machine to run the tests as well
	$(SETUP) test

run: setup ## set up what is missing and show a demonstration year at http://127.0.0.1:5000
	@TRACKER_INSTANCE="$${TRACKER_INSTANCE:-instance/demo}" $(BIN)/tracker run --demo --port $(PORT)

test: setup-test ## set up what is missing and run every test, in the browser and on PostgreSQL too
	@$(BIN)/pytest -q -n 2 --dist loadgroup
	@$(BIN)/pytest -q -n 2 -m database --database postgresql

check: setup-test ## format, lint, types, imports, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: setup-test ## measure the pages of the demonstration year and of 20,000 tasks
	@$(BIN)/python -m tests.bench

words: setup-test ## list words without a translation
	@$(BIN)/pytest -q tests/test_words.py

lock: ## write the lock files again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
