# Two commands do everything on a fresh machine with Python 3.11+: `make up` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
ARGS ?=
unexport PYTHONDONTWRITEBYTECODE # else each of the many processes of a test run compiles the whole program again

.PHONY: up test drill browser lint format fast coverage pictures demo bench bench-http bench-open bench-lists bench-reports bench-reconcile bench-calendar bench-succession lock clean

up: $(INSTALLED)
	@exec $(BIN)/hientruong up $(ARGS)

test: lint browser fault-tools fast
	$(BIN)/pytest -m slow -q -n logical --dist worksteal --reruns 1 -raR --durations 25

drill: $(INSTALLED) # the thirty faults, each with what must hold after it; fails unless all thirty were tried and held
	@$(BIN)/python -m tests.faults -n logical --dist worksteal $(ARGS)

fast: $(INSTALLED)
	$(BIN)/pytest -m "not slow" -q -n logical --dist worksteal

coverage: $(INSTALLED) # of branches, by the fast tests; line by line in build/coverage/index.html
	$(BIN)/pytest -m "not slow" -q -n logical --dist worksteal --cov --cov-report=term:skip-covered --cov-report=html

browser: # the pages' tests drive a real Chromium; where the machine has none, its own packages bring one
	@command -v chromium chromium-browser google-chrome >/dev/null || { apt-get -q update && apt-get -q -y install chromium fonts-noto-core; } \
		|| { echo "Cần Chromium để thử các trang: hãy cài gói chromium của hệ điều hành." >&2; exit 1; }

fault-tools: browser # programs that the fault tests use where they are there; after `browser`, so that apt runs once at a time
	@{ command -v pgbouncer || test -x /usr/sbin/pgbouncer; } >/dev/null && ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 \
		|| { apt-get -q update && apt-get -q -y install pgbouncer libfaketime; } \
		|| echo "Không có pgbouncer hoặc libfaketime: các phép thử cần chúng sẽ được bỏ qua." >&2

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED)
	$(BIN)/ruff check --select I --fix --quiet .
	$(BIN)/ruff format .

pictures: browser $(INSTALLED) # every picture of README and docs, of a system with the sample cases
	@$(BIN)/python -m tests.pictures $(ARGS)

demo: $(INSTALLED)
	@$(BIN)/hientruong demo $(ARGS)

bench: $(INSTALLED)
	$(BIN)/python -m bench.lifecycle $(ARGS)

bench-http: $(INSTALLED)
	$(BIN)/python -m bench.through_http $(ARGS)

bench-open: $(INSTALLED)
	$(BIN)/python -m bench.open_cases $(ARGS)

bench-lists: $(INSTALLED)
	$(BIN)/python -m bench.lists $(ARGS)

bench-reports: $(INSTALLED)
	$(BIN)/python -m bench.reports $(ARGS)

bench-reconcile: $(INSTALLED)
	$(BIN)/python -m bench.reconcile $(ARGS)

bench-calendar: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bench.lock
	$(BIN)/python -m bench.calendar $(ARGS)

bench-succession: $(INSTALLED)
	$(BIN)/python -m bench.succession $(ARGS)

lock: $(INSTALLED)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
		pyproject.toml --group dev --output-file requirements/main.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
		pyproject.toml --group dev --group bench --output-file requirements/bench.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --upgrade \
		pyproject.toml --constraint requirements/main.lock --output-file requirements/runtime.lock

clean:
	rm -rf $(VENV)

$(INSTALLED): requirements/main.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Cần Python 3.11 trở lên: make PYTHON=python3.11 …")'
	@echo "Đang cài đặt vào $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/main.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
