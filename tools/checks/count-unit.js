// Counts the cmocka functions in Meson's record of a test run (one JSON object a line) and prints "PASSED FAILED".
// A program that failed without saying which function did, by a crash or a leak, counts as one failure.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { stdout = '', result } = JSON.parse(line);
  const good = stdout.match(/^ok\b/gm)?.length ?? 0;
  const bad = stdout.match(/^not ok\b/gm)?.length ?? 0;
  if (result === 'OK') {
    passed += good || 1;
  } else {
    passed += good;
    failed += bad || 1;
  }
}
console.log(`${passed} ${failed}`);
