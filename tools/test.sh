#!/usr/bin/env bash
# Runs the tests and ends with one line, "N passed, N failed". What failed is shown in full above it.
#
#     tools/test.sh [SUITE...]      unit, api, browser, web, lint; all of them when none is named
#
# BUILD names the folder of the programs under test (default: build). A suite that crashes, times out or runs
# nothing counts as one failure.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
export PATH="$PWD/.tools/node_modules/.bin:$PATH"
build=${BUILD:-build}
export STARTUPWEBAPP="${STARTUPWEBAPP:-$PWD/$build/startupwebapp}"
export STRIPE_SANDBOX="${STRIPE_SANDBOX:-$PWD/$build/stripe-sandbox}"
patience=${PATIENCE:-1} # how many times as long everything may take, with sanitizers for one
# What takes longer hangs: a suite, and a test file of it, so that it is named and the others still run.
declare -A suite_seconds=([unit]=200 [web]=200 [api]=1200 [browser]=900)
file_seconds=420
files_at_once=2 # node's own choice on two cores is one, which leaves the machine waiting half of the time
logs=$build/test-logs
mkdir -p "$logs"
passed=0 failed=0

# in_time SUITE COMMAND... ends with 124 or 137 after the suite's seconds
in_time() {
    local seconds=$((suite_seconds[$1] * patience))
    shift
    timeout -k 20 "$seconds" "$@"
}

# count SUITE PASSED FAILED STATUS
count() {
    local good=$2 bad=$3
    if [ "$4" = 124 ] || [ "$4" = 137 ]; then
        echo "$1: took longer than $((suite_seconds[$1] * patience)) s"
        bad=$((bad + 1))
    elif [ "$4" != 0 ] && [ "$bad" = 0 ]; then
        echo "$1: ended with status $4"
        bad=1
    elif [ $((good + bad)) = 0 ]; then
        echo "$1: ran nothing"
        bad=1
    fi
    printf '%-8s %d passed, %d failed\n' "$1" "$good" "$bad"
    passed=$((passed + good))
    failed=$((failed + bad))
}

unit() {
    local log=$logs/unit.txt status numbers
    # A test's own folder for what it prints: the records are one JSON object a line.
    rm -f "$build/meson-logs/testlog.json"
    in_time unit meson test -C "$build" --no-rebuild --suite unit --timeout-multiplier "$patience" --print-errorlogs >"$log" 2>&1
    status=$?
    [ "$status" = 0 ] || sed '/^Ok: /,$d' "$log"
    numbers=$(node tools/checks/count-unit.js "$build/meson-logs/testlog.json") || numbers='0 1'
    # shellcheck disable=SC2086 # two numbers
    count unit $numbers "$status"
}

# node_suite NAME FILE...
node_suite() {
    local name=$1 log=$logs/$1.txt tap=$logs/$1.tap status good bad cancelled
    shift
    if [ ! -e "$1" ]; then
        count "$name" 0 0 0
        return
    fi
    in_time "$name" node --test --test-concurrency="$files_at_once" --test-timeout=$((file_seconds * 1000 * patience)) \
        --test-reporter=tap --test-reporter-destination="$tap" \
        --test-reporter=spec --test-reporter-destination="$log" "$@"
    status=$?
    good=$(sed -n 's/^# pass //p' "$tap" | tail -n 1)
    bad=$(sed -n 's/^# fail //p' "$tap" | tail -n 1)
    cancelled=$(sed -n 's/^# cancelled //p' "$tap" | tail -n 1)
    if [ "$status" != 0 ]; then
        if grep -q 'failing tests:' "$log"; then sed -n '/failing tests:/,$p' "$log"; else tail -n 60 "$log"; fi
    fi
    count "$name" "${good:-0}" $((${bad:-0} + ${cancelled:-0})) "$status"
}

api() { node_suite api test/api/*.test.js; }
browser() { node_suite browser test/browser/*.test.js; }

# Unit tests of the sites and of the API client.
web() {
    local log=$logs/web.txt tests status=0
    in_time web npm test --workspaces --if-present --silent -- --reporter=default --no-color \
        >"$log" 2>&1 || status=$?
    [ "$status" = 0 ] || cat "$log"
    tests=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ +Tests ')
    count web "$(grep -oE '[0-9]+ passed' <<<"$tests" | awk '{ n += $1 } END { print n + 0 }')" \
        "$(grep -oE '[0-9]+ failed' <<<"$tests" | awk '{ n += $1 } END { print n + 0 }')" "$status"
}

lint() {
    if tools/lint.sh; then count lint 1 0 0; else count lint 0 1 0; fi
}

[ $# -gt 0 ] || set -- unit web api browser lint
for suite; do
    case $suite in
    unit | web | api | browser | lint) "$suite" ;;
    *)
        echo "there is no suite '$suite'"
        failed=$((failed + 1))
        ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
