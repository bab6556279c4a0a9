#!/usr/bin/env bash
# docs/settings.md must be what the program says of its settings. With --write it is written anew.
set -euo pipefail
cd "$(dirname "$0")/../.."
text=$(
    cat <<'HEAD'
# Settings

All settings are environment variables. Each can also be read from a file: `NAME_FILE=/path` stands for `NAME`, as
containers hand over secrets. `startupwebapp doctor` checks them all. This page is generated from `src/app/settings.c`
by `make settings-doc`.

HEAD
    "${BUILD:-build}/startupwebapp" help settings
)
if [ "${1:-}" = --write ]; then
    echo "$text" >docs/settings.md
elif ! diff -u docs/settings.md <(echo "$text"); then
    echo 'docs/settings.md is out of date: make settings-doc'
    exit 1
fi
