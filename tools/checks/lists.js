// A file that no list of the build names would be left out silently.

// Files that another list, or nothing, should name.
const elsewhere = new Set(['src/app/main.c', 'test/fuzz/replay.c']);

const rules = [
  { files: /^src\/([a-z]+\/)+[a-z0-9_]+\.(c|sql)$/, entry: (name) => name },
  { files: /^migrations\/[^/]+\.sql$/, entry: (name) => name },
  { files: /^tools\/(sqlgen|embed|stripe-sandbox)\/[a-z0-9_]+\.c$/, entry: (name) => name },
  { files: /^test\/unit\/test_[a-z0-9_]+\.c$/, entry: (name) => name.slice('test_'.length, -'.c'.length) },
  { files: /^test\/fuzz\/fuzz_[a-z0-9_]+\.c$/, entry: (name) => name.slice('fuzz_'.length, -'.c'.length) },
];

export function listFaults(files) {
  const lists = new Map(files.filter(({ name }) => name === 'meson.build').map(({ folder, lines }) => [folder, lines.join('\n')]));
  const faults = [];
  for (const { path, name, folder } of files) {
    const rule = rules.find((one) => one.files.test(path));
    if (!rule || elsewhere.has(path)) continue;
    const entry = rule.entry(name);
    if (!lists.get(folder)?.includes(`'${entry}'`)) faults.push(`${path}:1: ${folder}/meson.build does not list '${entry}'`);
  }
  return faults;
}
