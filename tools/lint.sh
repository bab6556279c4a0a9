#!/usr/bin/env bash
# Checks that need no running server. Says nothing about what is right; exits 1 when anything is wrong.
#
#     tools/lint.sh [CHECK...]      rules, format, cppcheck, tidy, shell, types, documents; all of them when none is named
set -uo pipefail
cd "$(dirname "$0")/.." || exit
export PATH="$PWD/.tools/node_modules/.bin:$PATH"
build=${BUILD:-build}
jobs=$(nproc)

c_files() { git ls-files -z --cached --others --exclude-standard -- 'src/*.[ch]' 'tools/*.[ch]' 'test/*.[ch]'; }

rules() { node tools/checks/rules.js; }

format() { c_files | xargs -0r clang-format --dry-run --Werror; }

cppcheck_() {
    mkdir -p "$build/cppcheck"
    cppcheck --quiet --enable=warning,performance,portability --std=c2x --inline-suppr --error-exitcode=1 -j "$jobs" \
        --cppcheck-build-dir="$build/cppcheck" --suppressions-list=tools/checks/cppcheck.txt \
        --include=tools/checks/cppcheck.h -D_GNU_SOURCE -I src -I "$build/src" src tools
}

# Only what the build compiles; each file with the options that it is compiled with.
tidy() { node tools/checks/tidy.js "$build" "$jobs"; }

shell() { git ls-files -z -- '*.sh' .ci/run | xargs -0r shellcheck; }

types() { npm run check --workspaces --if-present --silent; }

# What is generated into docs/ is what the program says.
documents() { tools/checks/settings.sh; }

[ $# -gt 0 ] || set -- rules format cppcheck tidy shell types documents
wrong=()
for check; do
    function=${check/%cppcheck/cppcheck_}
    if ! output=$("$function" 2>&1); then
        printf '%s\n' "$output"
        wrong+=("$check")
    elif [ "$check" = rules ] && [ -n "$output" ]; then
        printf '%s\n' "$output" # remarks
    fi
done
[ ${#wrong[@]} = 0 ] || { echo "lint: wrong: ${wrong[*]}"; exit 1; }
