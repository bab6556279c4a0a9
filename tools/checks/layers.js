import { code } from './code.js';

// Who may include and call whom. Includes go downward only: base <- db <- http, mail, media, stripe <- domains <- app.
const domains = ['accounts', 'catalogue', 'cart', 'checkout', 'orders', 'campaigns', 'events', 'admin', 'tenants'];
const layers = [['base'], ['db'], ['http', 'mail', 'media', 'stripe'], domains, ['app']];
const level = (folder) => layers.findIndex((layer) => layer.includes(folder));

// "src/cart/cart.c" is in "cart"; undefined for what is not in a folder of src/.
const folderOf = (path) => path.match(/^src\/([a-z]+)\//)?.[1];

function includeFault(from, header) {
  const [to, file] = header.split('/');
  if (file === undefined || from === to) return undefined;
  if (level(to) < 0) return `there is no layer for "${header}"; tools/checks/layers.js names them`;
  if (level(to) > level(from)) return `${from} may not include "${header}": includes go downward`;
  if (level(to) === level(from) && !domains.includes(from)) return `${from} may not include "${header}" beside it`;
  if (domains.includes(from) && domains.includes(to) && file !== `${to}.h`)
    return `${from} may reach ${to} only through "${to}/${to}.h"`;
  return undefined;
}

// Names of the queries that a folder's .sql files define, and the headers that sqlgen makes of them.
function queriesOf(files) {
  const found = new Map();
  for (const { path, name, lines } of files.filter(({ path }) => path.endsWith('.sql'))) {
    const folder = folderOf(path);
    if (!folder) continue;
    const own = found.get(folder) ?? { names: new Set(), headers: new Set() };
    own.headers.add(name.replace(/\.sql$/, '_queries.h'));
    for (const line of lines) {
      const declared = line.match(/^\s*--\s*name:\s*([a-z0-9_]+)/);
      if (declared) own.names.add(declared[1]);
    }
    found.set(folder, own);
  }
  return found;
}

function lineFault(from, own, line) {
  const header = line.match(/^\s*#\s*include\s+"([^"]+)"/)?.[1];
  if (header?.endsWith('_queries.h') && !own?.headers.has(header)) return `${from} has no .sql file for "${header}"`;
  if (header) return includeFault(from, header);
  for (const [, query] of line.matchAll(/\bq_([a-z0-9_]+)\s*\(/g))
    if (!own?.names.has(query)) return `${from} may not use q_${query}, which none of its .sql files defines`;
  return undefined;
}

export function layerFaults(files) {
  const queries = queriesOf(files);
  const faults = [];
  for (const { path, lines } of files) {
    const from = folderOf(path);
    if (!from || !/\.[ch]$/.test(path)) continue;
    if (level(from) < 0) {
      faults.push(`${path}:1: there is no layer for the folder ${from}; tools/checks/layers.js names them`);
      continue;
    }
    lines.forEach((line, at) => {
      const fault = lineFault(from, queries.get(from), code(line));
      if (fault) faults.push(`${path}:${at + 1}: ${fault}`);
    });
  }
  return faults;
}
