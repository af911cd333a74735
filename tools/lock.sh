#!/bin/sh
# Resolves requirements.lock from pyproject.toml: hashed, complete, naming no host.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/uv pip compile --quiet --python .venv/bin/python --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" --extra dev --override overrides.txt pyproject.toml -o requirements.lock
