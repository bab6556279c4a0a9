#!/usr/bin/env bash
# Measures what the project promises about speed, prints a table and writes bench/results.md. Wants a quiet machine.
# BENCH_QUICK=1 takes about a minute instead of six. BENCH_ONLY=replies,carts,... measures only these.
set -euo pipefail
cd "$(dirname "$0")/.."

build=${BUILD:-build}
log=$(ninja -C "$build" bench/bare bench/hold bench/templates 2>&1) || { printf "%s\n" "$log" >&2; exit 1; }
BUILD=$build exec node bench/run.js
