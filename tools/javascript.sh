#!/bin/sh
# The widget's JavaScript, checked like the Python: format and lint, types, tests of the line and the log. The tests need node alone;
# what formats, lints and checks types is fetched once, and where it cannot be fetched that is said.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1; then
    echo "not checked: there is no node on this machine (20 or newer is needed)"
    exit 0
fi
node --test --test-reporter=dot tests/widget/*.test.mjs
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    if ! npm ci --no-audit --no-fund --loglevel=error; then
        rm -rf node_modules
        echo "format, lint and types not checked: the tools named in package-lock.json could not be fetched"
        exit 0
    fi
fi
npx --no-install biome ci
npx --no-install tsc
