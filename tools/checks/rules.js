// The rules of the tree that no compiler knows. Prints "file:line: what is wrong"; exits 1 when anything is.
import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { readFileSync } from 'node:fs';
import { layerFaults } from './layers.js';
import { sourceFaults, remarks } from './sources.js';
import { listFaults } from './lists.js';

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], { encoding: 'utf8' });
const files = listed
  .split('\n')
  .filter((path) => /\.(c|h|sql|ts|tsx|js|build)$/.test(path) || basename(path) === 'meson.build')
  .flatMap((path) => {
    try {
      return [{ path, name: basename(path), folder: dirname(path), lines: readFileSync(path, 'utf8').split('\n') }];
    } catch {
      return []; // deleted, and not yet committed
    }
  });

for (const remark of remarks(files)) console.log(remark);
const faults = [...layerFaults(files), ...sourceFaults(files), ...listFaults(files)];
for (const fault of faults) console.log(fault);
process.exit(faults.length ? 1 : 0);
