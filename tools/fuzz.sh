#!/usr/bin/env bash
# fuzz.sh FOLDER SECONDS: runs every fuzzer that was built into FOLDER for that long, starting from its corpus.
# An input that crashes is written to test/fuzz/corpus/NAME, where the unit tests run it from then on.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 seconds=$2 failed=0 ran=0
export UBSAN_OPTIONS=print_stacktrace=1

for program in "$folder"/test/fuzz/fuzz_*; do
    if [ ! -f "$program" ] || [ ! -x "$program" ]; then continue; fi
    name=${program##*/fuzz_}
    corpus=test/fuzz/corpus/$name found=$folder/corpus/$name dictionary=test/fuzz/$name.dict
    mkdir -p "$corpus" "$found"
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$corpus/crash-" -print_final_stats=1)
    [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")
    if "$program" "${options[@]}" "$found" "$corpus" >"$folder/$name.log" 2>&1; then
        echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$name.log") inputs, no crash"
    else
        tail -n 40 "$folder/$name.log"
        echo "fuzz $name: failed; the whole log is $folder/$name.log"
        failed=1
    fi
    ran=1
done
[ "$ran" = 1 ] || { echo 'fuzz: there is no fuzzer yet'; exit 1; }
exit "$failed"
