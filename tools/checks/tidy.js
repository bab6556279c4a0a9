// tidy.js BUILD JOBS: clang-tidy over every file of ours that the build compiles, JOBS at a time.
//
// A file is looked at again only when it, a header that it includes or the checks changed; what it was made from is
// in Ninja's record of dependencies, and the hash of all that in BUILD/tidy.json.
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const [build, jobs] = [process.argv[2], Number(process.argv[3])];
const root = process.cwd();
const record = `${build}/tidy.json`;

const options = [
  '-p', build, '--quiet',
  // clang knows other warnings than gcc, and guards one of the hardening options.
  '--extra-arg=-Wno-unknown-warning-option',
  '--extra-arg=-Qunused-arguments',
  '--extra-arg=-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang',
];

// Each object's dependencies, as "object: #deps ..." and one indented file a line.
function dependencies() {
  const found = new Map();
  let current = [];
  for (const line of execFileSync('ninja', ['-C', build, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n')) {
    const head = line.match(/^(\S+): #deps/);
    if (head) found.set(head[1], (current = []));
    else if (line.startsWith('    ')) current.push(line.trim());
  }
  return found;
}

const digests = new Map();
function digest(path) {
  if (!digests.has(path))
    digests.set(path, existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : '');
  return digests.get(path);
}

function filesToCheck() {
  const ours = /^(src|tools|test)\//;
  const made = dependencies();
  const files = new Map();
  for (const { directory, file, output, command } of JSON.parse(readFileSync(`${build}/compile_commands.json`, 'utf8'))) {
    const path = relative(root, resolve(directory, file));
    if (!ours.test(path) || files.has(path)) continue;
    const parts = [path, ...(made.get(output) ?? [])].map((part) => resolve(directory, part)).filter((part) => part.startsWith(`${root}/`));
    const state = createHash('sha256').update(command).update(digest('.clang-tidy')).update(digest('tools/checks/tidy.js'));
    for (const part of [resolve(path), ...parts].sort()) state.update(digest(part));
    files.set(path, state.digest('hex'));
  }
  return files;
}

function run(path, more = []) {
  return new Promise((done) => {
    const child = spawn('clang-tidy', [...options, ...more, path], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let errors = '';
    child.stdout.on('data', (piece) => (said += piece));
    child.stderr.on('data', (piece) => (errors += piece));
    child.on('close', (status, signal) =>
      done({
        good: status === 0,
        crashed: signal !== null || errors.includes('PLEASE submit a bug report'),
        said: said.trim() || errors.trim(),
      }),
    );
  });
}

// clang 14's analyzer falls over on some files; those are checked by all the rest.
async function check(path) {
  const first = await run(path);
  const result = first.crashed ? await run(path, ['--checks=-clang-analyzer-*']) : first;
  if (!result.good) console.log(result.said);
  return result.good;
}

const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
const files = filesToCheck();
const queue = [...files.keys()].filter((path) => known[path] !== files.get(path));
const good = Object.fromEntries([...files].filter(([path, state]) => known[path] === state));
let wrong = 0;

async function worker() {
  for (let path; (path = queue.shift()); ) {
    if (await check(path)) good[path] = files.get(path);
    else wrong++;
  }
}
await Promise.all(Array.from({ length: jobs }, worker));
writeFileSync(record, JSON.stringify(good));
process.exit(wrong ? 1 : 0);
