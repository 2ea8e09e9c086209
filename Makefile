# make            builds the tables and checks them, then the independent codings and the second readers; creates .venv first
# make test       runs the tests; creates .venv and .environments first if they are missing
# make site       writes the explorer into _site; installs what it needs besides first, with pip and npm
# make release    makes the files of the committed version in dist/, if no step is open; docs/releasing.md tells them
# make test-site  writes the explorer and looks at it with Chromium
# To use another Python: make PYTHON=python3.13

PYTHON = python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: build test site release test-site has-npm has-chromium
.DELETE_ON_ERROR:

build: .venv/installed
	.venv/bin/python build.py
	.venv/bin/python -m codings --check
	.venv/bin/python -m referees --check

test: .venv/installed
	.venv/bin/python -m pytest -n auto --dist loadfile

site: has-npm .venv/site-installed explorer/node_modules/installed
	.venv/bin/python -m explorer

release: has-npm .venv/site-installed .venv/publication-installed explorer/node_modules/installed
	.venv/bin/python -m publication

test-site: has-chromium site
	.venv/bin/python -m pytest -n auto --dist loadfile explorer

has-npm:
	@command -v npm >/dev/null || { echo "The explorer needs Node.js with npm. On Debian and Ubuntu, install nodejs and npm." >&2; exit 1; }

has-chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { echo "The tests of the explorer need Chromium. On Debian and Ubuntu, install chromium." >&2; exit 1; }

# The markers are written last, so that an interrupted installation starts again.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.13")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu, install python3-venv." >&2; exit 1; }
	@echo "Installing the locked packages into .venv (about a minute, once)"
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@touch .venv/installed

.venv/site-installed: .venv/installed explorer/requirements.lock
	@echo "Installing what the explorer needs besides (half a minute, once)"
	.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r explorer/requirements.lock
	@touch .venv/site-installed

.venv/publication-installed: .venv/installed publication/requirements.lock
	@echo "Installing what a release needs besides (a few seconds, once)"
	.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r publication/requirements.lock
	@touch .venv/publication-installed

explorer/node_modules/installed: explorer/package.json explorer/package-lock.json explorer/.npmrc
	npm ci --prefix explorer --loglevel error
	@touch explorer/node_modules/installed
