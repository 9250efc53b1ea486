PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-slow soak lint audit bench eval-parse lock clean

run: $(VENV)/ready
	$(BIN)/dragoman run

test: $(VENV)/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not kill and not browser and not stack"

# What takes long; then what kills processes in the middle, runs the services of deploy/ and drives a browser (chromium,
# chromium-driver), one at a time: two servers with schedules a hundred times too fast leave each other no answer within half a minute.
test-slow: $(VENV)/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "slow and not kill and not browser and not stack"
	$(BIN)/python -m pytest -m "kill or browser or stack"

# An hour of `dragoman up` with a fault every minute; as root it fills a disk of its own.
soak: $(VENV)/ready
	$(BIN)/python -m tests.soak

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit:
	.ci/audit

bench: $(VENV)/ready
	$(BIN)/python -m tests.bench.fetch
	$(BIN)/python -m tests.bench.coder
	$(BIN)/python -W ignore -m tests.bench.parse
	$(BIN)/python -m tests.bench.triage
	$(BIN)/python -m tests.bench.overhead
	$(BIN)/python -m tests.bench.warehouse --articles 20000 --folder $$(mktemp -d)

eval-parse: $(VENV)/ready
	$(BIN)/python -m tests.bench.eval_parse

# The lock is the whole closure, so pip need not (and, with extras and hashes, cannot) resolve anything.
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

# Needs uv (pip install uv).
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra image --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate -q -o deploy/requirements.lock

clean:
	rm -rf $(VENV) data build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
