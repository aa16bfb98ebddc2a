# Two commands for people: `make run` and `make test`. The rest are parts of them.
SHELL := /bin/bash
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export UV_PYTHON_DOWNLOADS = never

.PHONY: run setup setup-dev test demo-reset lock check

run: setup            ## set up, migrate, fill the demonstration city if empty, start web and worker
	@exec .venv/bin/thidua run --host "$(HOST)" --port "$(PORT)"

setup:                ## prepare the environment alone
	@$(PYTHON) tools/setup.py run

setup-dev:
	@$(PYTHON) tools/setup.py dev

demo-reset: setup     ## bring the demonstration city back as it was at first
	@.venv/bin/thidua demo reset --yes

test: setup-dev       ## every check and every test
	@exec .venv/bin/python tools/test.py $(ARGS)

lock:                 ## renew the hash-pinned locks from requirements/*.in
	@.tools/bin/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements/run.in -o requirements/run.txt
	@.tools/bin/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements/dev.in -o requirements/dev.txt
