# make       builds the tables and checks them, then the independent codings and the second readers; creates .venv first
# make test  runs the tests; creates .venv and .environments first if they are missing
# To use another Python: make PYTHON=python3.13

PYTHON = python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: build test
.DELETE_ON_ERROR:

build: .venv/installed
	.venv/bin/python build.py
	.venv/bin/python -m codings --check
	.venv/bin/python -m referees --check

test: .venv/installed
	.venv/bin/python -m pytest -n auto --dist loadfile

# The marker is written last, so that an interrupted installation starts again.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.13")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu, install python3-venv." >&2; exit 1; }
	@echo "Installing the locked packages into .venv (about a minute, once)"
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@touch .venv/installed
