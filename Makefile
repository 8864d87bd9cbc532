# FSO Desk. `make help` explains every target.

PYTHON ?= python3
BIN := .venv/bin
UV := var/uv/bin/uv
LOCK := pip compile -q --no-config --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links
CODE := manage.py gunicorn.conf.py scripts bench fso_desk history accounts sites visits tickets escalation today notifications reports demo tests

.DEFAULT_GOAL := help
.PHONY: help run test faults bench bench-telling setup check look format lock messages schema clean

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: ## Start the desk with a demo firm: web, worker and beat; Ctrl-C stops all (PORT=8000)
	@$(MAKE) -s setup FOR=run
	@exec $(BIN)/python scripts/run.py

test: ## Everything that guards the product: format, lint, types, imports, migrations, tests
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python scripts/guard.py $(TEST_ARGS)

faults: ## Kill workers, stop servers, turn clocks, and print what each costs (FSO_FAULTS=short: in four minutes)
	@$(MAKE) -s setup FOR=test
	@FSO_FAULTS=$(or $(FSO_FAULTS),whole) $(BIN)/pytest tests/faults -q -n 2 --dist load -rs $(TEST_ARGS)

bench: ## What the queue, a ticket and the search cost, beside a plain Django page (BENCH_ARGS="--sizes 10000,100000 --rounds 7")
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python -m bench.pages $(BENCH_ARGS)

bench-telling: ## From a commit to the mail server's 250, beside the bare way (BENCH_ARGS=--embedded: without servers)
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python -m bench.telling $(BENCH_ARGS)

setup: ## Make .venv and nothing else (FOR=run: without what only the tests need)
	@$(PYTHON) scripts/setup.py $(or $(FOR),test)

look: ## Drive Chromium over every page of the story and leave the pictures in var/look/
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python scripts/look.py

format: ## Format the code and the templates, mend what lint can mend
	@$(MAKE) -s setup FOR=test
	@$(BIN)/ruff check -q --fix-only $(wildcard $(CODE))
	@$(BIN)/ruff format $(wildcard $(CODE))
	@$(BIN)/djhtml --tabwidth 2 templates

messages: ## Collect the words of code and templates into locale/ (needs xgettext)
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --add-location file --ignore var --ignore tests

schema: ## Write the API's description, docs/openapi.yaml, anew
	@$(MAKE) -s setup FOR=test
	@$(BIN)/python manage.py spectacular --file docs/openapi.yaml --validate

lock: ## Lock the requirements after a change of requirements.in or requirements-dev.in
	@test -x $(UV) || { $(PYTHON) -m venv var/uv && var/uv/bin/pip install -q uv; }
	@$(UV) $(LOCK) $(UPGRADE) -o requirements.txt requirements.in
	@$(UV) $(LOCK) $(UPGRADE) -o requirements-dev.txt requirements-dev.in

clean: ## Remove what was made: the demo's database, caches, pictures (.venv stays)
	@rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
