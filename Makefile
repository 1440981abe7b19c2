# Each target is one script in scripts/; `make help` tells what they do.
PYTHON ?= python3
VENV_PYTHON := python-backend/.venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run dev scenario test soak check fix bench lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what is missing: Python and npm packages, speech models, the built page
	@$(PYTHON) scripts/setup.py

run: setup ## Start everything and print its address; Ctrl-C stops it
	@$(VENV_PYTHON) scripts/run.py

dev: ## The same, and what you change is loaded at once
	@$(PYTHON) scripts/setup.py --no-build
	@$(VENV_PYTHON) scripts/run.py --reload

scenario: ## Write a new business: make scenario NAME=library
	@$(VENV_PYTHON) scripts/scenario.py "$(NAME)"

test: ## Everything: checks, API, conversations, browser
	@$(PYTHON) scripts/setup.py --dev
	@$(PYTHON) scripts/test.py

soak: ## What takes longer, each part bounded, with its seed: make soak PARTS=fuzz,faults,memory
	@$(PYTHON) scripts/setup.py --dev --no-build --no-speech
	@$(PYTHON) scripts/soak.py $(PARTS)

check: ## Format, lint, types, floors, unit tests, known vulnerabilities: under a minute
	@$(PYTHON) scripts/setup.py --dev --no-build --no-speech
	@$(PYTHON) scripts/check.py

fix: ## Format, and mend what the linters can mend
	@$(PYTHON) scripts/setup.py --dev --no-build --no-speech
	@$(PYTHON) scripts/fix.py

bench: ## Measure the speed of the parts of a call, and print a table
	@$(PYTHON) scripts/setup.py --dev
	@$(VENV_PYTHON) bench/measure.py

lock: ## Pin every version again, for every platform (needs the development packages)
	@$(PYTHON) scripts/lock.py
