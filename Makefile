# Everything from a fresh clone: `make demo`, `make test`. Needs Python 3.11-3.13, make and a package registry.
PYTHON ?= python3
UV := .uv-boot/bin/uv
RUN := $(UV) run --no-sync
ARGS ?=
PYTEST_ARGS ?=
# Two test processes, a file in one of them: much of the suite waits. Files with something slow come first.
BESIDE := -n 2 --dist loadfile --no-loadscope-reorder
# Compiled modules are kept: else every process that a test starts compiles its imports anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint run console screenshots clean
.DEFAULT_GOAL := demo

$(UV):
	$(PYTHON) -m venv .uv-boot
	.uv-boot/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

# What the page of the console is made of; the package build makes it, with a Node of its own.
CONSOLE := $(shell find api/console/src api/console/*.json api/console/*.html api/console/*.ts -type f 2>/dev/null)

.base.stamp: $(UV) pyproject.toml uv.lock $(CONSOLE)
	$(UV) sync --locked --no-default-groups --inexact --quiet
	@touch $@

.full.stamp: $(UV) pyproject.toml uv.lock $(CONSOLE)
	$(UV) sync --locked --all-extras --quiet
	@touch $@ .base.stamp

demo: .base.stamp
	$(RUN) gridwatch demo $(ARGS)

run: .base.stamp
	$(RUN) gridwatch run -c configs/ $(ARGS)

lint: .full.stamp
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) npm --prefix api/console run --silent check

test: .full.stamp lint
ifeq ($(PYTEST_ARGS),)
	$(RUN) pytest $(BESIDE) -m "not benchmark and not alone"
	$(RUN) pytest -m "not benchmark and alone"
else
	$(RUN) pytest $(PYTEST_ARGS)
endif

# The console's page alone; the targets above build it too, when something of it has changed.
console: .full.stamp
	$(RUN) python hatch_build.py

screenshots: .full.stamp
	$(RUN) python docs/make_screenshots.py $(ARGS)

clean:
	rm -rf .venv .uv-boot .base.stamp .full.stamp var out .mypy_cache .ruff_cache .pytest_cache \
	  api/console/dist api/console/node_modules
