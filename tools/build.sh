#!/usr/bin/env bash
# build.sh FOLDER [MESON OPTION...]: compiles into FOLDER, saying only what goes wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
shift

if [ ! -f "$folder/build.ninja" ]; then
    echo "build: configuring $folder"
    rm -rf "$folder"
    if ! log=$(meson setup "$folder" "$@" 2>&1); then
        printf '%s\n' "$log"
        rm -rf "$folder"
        exit 1
    fi
elif [ $# -gt 0 ]; then
    meson configure "$folder" "$@" >/dev/null
fi
# Quiet unless it fails or warns: ninja prints each output of a compiler, and a line for each step.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! ninja -C "$folder" >"$log" 2>&1; then
    grep -vE '^(\[[0-9]+/[0-9]+\]|ninja: Entering)' "$log"
    exit 1
fi
sed -n '/warning:/,/^\[/{/^\[/!p}' "$log"
