#!/bin/sh
# Format, lint, types, import contract, Rasa's data validation and the catalogues; stops at the first failure.
set -eu
cd "$(dirname "$0")/.."
step() { printf '\n== %s\n' "$*"; }
step "ruff format"; .venv/bin/ruff format --check .
step "ruff check"; .venv/bin/ruff check .
step "mypy"; .venv/bin/mypy
step "import contract"; .venv/bin/lint-imports
step "JavaScript: format, lint, types, tests"; sh tools/javascript.sh
step "rasa data validate"
# It warns of every utterance that an action says by name; tests/test_house.py holds that those exist and are said.
report=$(mktemp)
.venv/bin/rasa data validate --max-history 5 >"$report" 2>&1 || { cat "$report"; rm -f "$report"; exit 1; }
grep -E "INFO|ERROR" "$report" || true
rm -f "$report"
for folder in catalogue examples/shop examples/services examples/nursery examples/instruments; do
    step "milepost catalogue check $folder"; .venv/bin/milepost catalogue check "$folder"
done
