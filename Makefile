# What a person types here. `make` alone lists it. Needs git, make and Python >= 3.11 with venv, nothing else.

B = .venv/bin
# The first Python that is new enough; PYTHON=/path/to/python chooses another.
NEW_ENOUGH = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
	if $$name -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$name; break; fi; done)
COMPILE = $(B)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url
GENERATED_FROM = pyproject.toml hatch_build.py src/niaga/locale/id.po \
	src/niaga/regions/packing.py src/niaga/regions/rules/codes.py src/niaga/regions/rules/spelling.py

.DEFAULT_GOAL := help
.PHONY: help setup run test check torture bench lock lock-check tidy format

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.synced: requirements/dev.lock requirements/uv.lock
	@test -n "$(PYTHON)" || { echo "Niaga needs Python 3.11 or newer with venv: apt-get install python3-venv" >&2; exit 1; }
	@$(B)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(B)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@$(B)/uv pip sync --quiet --compile-bytecode --python $(B)/python --require-hashes requirements/dev.lock
	@touch $@
.venv/.ready: .venv/.synced $(GENERATED_FROM)
	@$(B)/uv pip install --quiet --python $(B)/python --no-deps --no-build-isolation --editable .
	@touch $@
setup: .venv/.ready ## create .venv exactly as locked

run: setup ## the demo shop on SQLite in ./data, on 127.0.0.1:8000 (PORT=8080 for another port)
	@$(B)/niaga serve --demo --data data --port $(or $(PORT),8000)

test: setup ## every test on SQLite, PostgreSQL and MariaDB; ends with a line for each engine (WORKERS=0: one process)
	@$(B)/pytest -n $(or $(WORKERS),auto)

torture: setup ## faults and hostile input with full counts, part by part: docs/reliability.md (long; ONLY=kills,cuts)
	@$(B)/python -m tests.torture $(ONLY)

bench: setup ## how fast it is, on a quiet machine: benchmarks/README.md (ONLY=orders, BENCH_SECONDS=10)
	@ONLY=$(ONLY) BENCH_SECONDS=$(or $(BENCH_SECONDS),4) $(B)/python -m benchmarks

check: setup lock-check ## lint, format, types, who may import whom, dependencies, lock, translations
	$(B)/ruff check .
	$(B)/ruff format --check --quiet .
	$(B)/mypy
	$(B)/lint-imports --no-logo
	$(B)/deptry src
	@test ! src/niaga/locale/id.po -nt src/niaga/locale/id.mo || { echo "id.po is newer than id.mo: make setup" >&2; exit 1; }

format: setup ## put the sources in order, as ruff does
	$(B)/ruff check --fix --quiet . || true
	$(B)/ruff format .

tidy: setup ## the tail of the code: long functions, long files, many parameters (a signal to look)
	@$(B)/python tools/tidy.py

lock: setup ## resolve dependencies again; pins that still fit stay (UPGRADE=--upgrade renews all)
	$(COMPILE) pyproject.toml --all-extras --group dev $(UPGRADE) -o requirements/dev.lock

lock-check: setup ## the lock says what pyproject.toml asks for
	@copied=$$(mktemp -d) && trap 'rm -rf "$$copied"' EXIT && cp requirements/dev.lock "$$copied/dev.lock" \
		&& $(COMPILE) pyproject.toml --all-extras --group dev -o "$$copied/dev.lock" \
		&& cmp -s requirements/dev.lock "$$copied/dev.lock" || { echo "requirements/dev.lock is not what pyproject.toml asks for: make lock" >&2; exit 1; }
