COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url
PYTHON ?= python3.11
B = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup lock
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.synced: requirements/dev.lock requirements/uv.lock
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.lock
	@touch $@
.venv/.ready: .venv/.synced pyproject.toml hatch_build.py src/niaga/locale/id.po $(wildcard src/niaga/regions/packing.py src/niaga/regions/rules/codes.py src/niaga/regions/rules/spelling.py)
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch $@
setup: .venv/.ready ## create .venv exactly as locked

lock: ## resolve dependencies again; pins that still fit stay (UPGRADE=--upgrade renews all)
	$(COMPILE) pyproject.toml --all-extras --group dev $(UPGRADE) -o requirements/dev.lock
