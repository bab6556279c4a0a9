import { code } from './code.js';

// What must not stand in a source file, and what is worth a remark.
const LINES_MAX = 500; // longer files would usually read better as two

const banned = /\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atof|alloca)\s*\(/;
const sql = /"\s*(select\s|insert\s+into\s|update\s+[a-z_]+\s+set\b|delete\s+from\s|with\s+[a-z_]+\s+as\s*\()/i;
// What the admin's tables hold of SQL are expressions and single statements that no query file could take; its lists
// and changes are put together from them.
const registry = /_resources\.c$|^src\/admin\/([a-z_]+_sql|write)\.c$/;

export function sourceFaults(files) {
  const faults = [];
  for (const { path, lines } of files) {
    if (!/^(src|tools)\/.*\.[ch]$/.test(path) || path === 'src/base/banned.h') continue;
    lines.forEach((line, at) => {
      const call = code(line).match(banned);
      if (call) faults.push(`${path}:${at + 1}: ${call[1]} is banned; src/base/banned.h names what to use`);
      if (path.startsWith('src/') && !registry.test(path) && sql.test(code(line))) faults.push(`${path}:${at + 1}: SQL belongs into a .sql file`);
    });
  }
  return faults;
}

export function remarks(files) {
  return files
    .filter(({ path, lines }) => lines.length > LINES_MAX && !/package-lock|\.gen\.|^demo\//.test(path))
    .map(({ path, lines }) => `${path}: ${lines.length} lines; would it read better as two files?`);
}
