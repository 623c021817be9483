# What CI checks, in the environment at hand (see CONTRIBUTING.md). .ci/run does it from nothing.
.PHONY: check lint types test viewer

check: lint types test viewer

lint:
	ruff check .
	ruff format --check .

types:
	mypy

test:
	pytest

viewer: viewer/node_modules
	cd viewer && npm run check && npm test

viewer/node_modules: viewer/package-lock.json
	cd viewer && npm ci --ignore-scripts --no-audit --no-fund
	touch $@
