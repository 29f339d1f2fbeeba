# Duban: `make demo` and `make test` set up all they need, on a machine with Python 3.11, make and git.

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help demo test check fmt bench soak venv system clean

bin := .venv/bin
ready := .venv/.ready

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: venv ## show 26 October 2017 of the Tianjin campaign, on data of its own
	@$(bin)/duban demo

test: venv system ## run the whole test suite
	@$(bin)/python -m pytest -n 2 --dist loadfile -m "not soak"

check: venv ## lint, format, types, import contracts and the quick tests
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy .
	$(bin)/lint-imports
	$(bin)/python -m pytest -q -n 2 --dist loadfile -m "not slow and not pages and not postgresql and not soak"

fmt: venv ## format the source and mend what ruff can mend
	$(bin)/ruff check --fix-only .
	$(bin)/ruff format .

bench: venv ## measure what the program costs beside plain SQL
	@$(bin)/python -m benchmarks

soak: venv system ## run the tests that take minutes, then break the source on purpose and see the suite notice
	$(bin)/python -m pytest -m soak --timeout 3600
	$(bin)/python tests/sabotage/run.py

venv: $(ready) ## make or refresh .venv with the pinned versions

$(ready): pyproject.toml constraints.txt
	@scripts/make-venv
	@touch $@

system: ## install what the tests need beside Python (PostgreSQL, a browser), or say how
	@scripts/make-system

clean: ## remove .venv and what tools left behind
	rm -rf .venv build dist *.egg-info .coverage htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
