#!/bin/sh
# Every test, in as many processes as there are cores: tests/conftest.py says which stay together. The browser's
# come after them in processes of their own, file by file: an event loop runs there, beside which no other can. The model is trained
# once and shared; browser tests need Chromium, some need PostgreSQL. What is given goes to pytest:
# `make coverage` gives `--cov`.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/milepost train
failed=0
.venv/bin/python -m pytest --numprocesses=auto --dist=loadgroup --no-loadscope-reorder --ignore=tests/browser \
    --durations=15 "$@" || failed=$?
.venv/bin/python -m pytest tests/browser --numprocesses=auto --dist=loadfile \
    --durations=10 "$@" || failed=$?
exit "$failed"
