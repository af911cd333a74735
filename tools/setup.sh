#!/bin/sh
# Makes .venv from requirements.lock (hashed), installs Milepost into it and prepares the language models.
# Works with: python3.10 on the PATH, pyenv that has a 3.10, or uv. PYTHON=/path/to/python3.10 overrides the search.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
is_310() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if is_310 "$PYTHON"; then command -v "$PYTHON"; return 0; fi
        say "PYTHON=$PYTHON is not Python 3.10; Milepost needs Python 3.10: install it, or unset PYTHON."; exit 1
    fi
    for candidate in python3.10 python3 python; do
        if is_310 "$candidate"; then command -v "$candidate"; return 0; fi
    done
    if command -v pyenv >/dev/null 2>&1; then
        for version in $(pyenv versions --bare 2>/dev/null | grep '^3\.10' | sort -rV); do
            candidate=$(PYENV_VERSION=$version pyenv prefix 2>/dev/null)/bin/python
            if is_310 "$candidate"; then printf '%s\n' "$candidate"; return 0; fi
        done
    fi
    if command -v uv >/dev/null 2>&1; then
        candidate=$(uv python find --no-project 3.10 2>/dev/null || true)
        if [ -z "$candidate" ]; then
            say "Fetching Python 3.10 with uv ..."
            uv python install 3.10 >&2 && candidate=$(uv python find --no-project 3.10 2>/dev/null || true)
        fi
        if [ -n "$candidate" ] && is_310 "$candidate"; then printf '%s\n' "$candidate"; return 0; fi
    fi
    say "Milepost needs Python 3.10: install it (for example 'uv python install 3.10', 'pyenv install 3.10' or your system's python3.10 with its venv package) and run this again."
    exit 1
}

wanted=$(cat requirements.lock pyproject.toml tools/setup.sh | cksum)
stamp=.venv/.milepost-setup
if [ -x .venv/bin/milepost ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && is_310 .venv/bin/python; then exit 0; fi

python=$(find_python)
say "[1/3] Virtual environment .venv with $("$python" --version 2>&1)"
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --clear --no-project --python "$python" .venv
    say "[2/3] Packages from requirements.lock (about 250, 3 GB on disk)"
    uv pip sync --python .venv/bin/python --require-hashes requirements.lock
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
else
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        say "Python 3.10 has no venv module here: install it (on Debian and Ubuntu 'apt install python3.10-venv') and run this again."; exit 1
    fi
    say "[2/3] Packages from requirements.lock (about 250, 3 GB on disk; a few minutes)"
    # The lock carries uv, which installs the rest several times faster than pip does.
    sed -n '/^uv==/,/^[^ ]*#/p' requirements.lock | sed -n '/^uv==/,/[^\\]$/p' > .venv/uv.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock
    .venv/bin/uv pip sync --python .venv/bin/python --require-hashes requirements.lock
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
fi
# Rasa's own commands report home unless told not to, and with today's sentry-sdk they fail in doing so.
printf 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")\n' \
    > "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/milepost_no_telemetry.pth"
say "[3/3] Language models"
.venv/bin/milepost models prepare
printf '%s' "$wanted" > "$stamp"
