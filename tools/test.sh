#!/bin/sh
# Every test, with coverage shown. The model is trained once and shared; browser tests need Chromium, some need PostgreSQL.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/milepost train
exec .venv/bin/python -m pytest --cov --cov-report=term "$@"
