# Planswitch. `make` alone lists what there is; each target first sets up what it needs (see tools/setup.py).

PYTHON ?= python3
PYTEST_ARGS ?=
PORT ?= 8000
LOCALE ?=
export NO_MKDOCS_2_WARNING = 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve build test test-all check bench pictures messages translations dist clean setup-site setup-test

help: ## List the targets, each with a sentence.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: setup-site ## Show the site on this machine, and follow each change to it; PORT=8001 takes another port.
	@.venv/bin/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

build: setup-site ## Build the site into site/; a broken link or a faulty row stops it.
	@.venv/bin/mkdocs build --strict

test: setup-test ## Run the tests; PYTEST_ARGS="-k wording" passes words on to pytest.
	@.venv/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not long" $(PYTEST_ARGS)

test-all: setup-test ## Run what `make test` leaves out: long tests, all examples, and the unit tests under every other Python there is.
	@.venv/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "long or hypothesis" $(PYTEST_ARGS); long=$$?; .venv/bin/python tools/pythons.py && exit $$long

check: setup-test ## Check style, types, the walls between packages, the scripts, and the catalogue.
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python tools/javascript.py
	.venv/bin/planswitch check

bench: setup-test ## Measure how long the answers, the pages and the explorer take.
	@.venv/bin/python -m benchmarks

pictures: setup-test ## Take the pictures that the documentation shows.
	@.venv/bin/python tools/pictures.py

messages: setup-site ## Collect the sentences for the translators; LOCALE=de begins another language.
	@.venv/bin/python tools/messages.py $(LOCALE)
	@.venv/bin/planswitch messages $(if $(LOCALE),--locale $(LOCALE))

translations: setup-site ## Say how far each language of the site is translated, pages included.
	@.venv/bin/planswitch translations

dist: setup-site ## Build the wheel that anyone can install, into dist/.
	@.venv/bin/python tools/dist.py

clean: ## Remove what was built, and the caches; the set-up stays.
	rm -rf site .site.planswitch dist .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@$(PYTHON) tools/clean.py
	find . -name __pycache__ -type d -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

# A run starts Python some hundred times: byte code that is kept is compiled once.
test test-all: export PYTHONDONTWRITEBYTECODE =
test-all: export PLANSWITCH_ALL_EXAMPLES = 1

setup-site:
	@$(PYTHON) tools/setup.py site

setup-test:
	@$(PYTHON) tools/setup.py test
