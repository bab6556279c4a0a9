// The table: on the terminal as it comes, and in bench/results.md at the end.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { quick, root } from './tools.js';

// Between the smallest shop and the largest: "flat", with room for deeper indexes and colder pages. Where there is next
// to nothing to do, a millisecond more is no growth.
const GROWTH_MAX = 2, GROWTH_FREE_MS = 1;

const said = (command, words) => execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

// What was measured; a copy without its history says nothing.
function commit() {
  try {
    return `, commit ${said('git', ['-C', root, 'describe', '--always', '--dirty'])}`;
  } catch {
    return '';
  }
}

const shown = (number) => number.toLocaleString('en', { maximumFractionDigits: number < 100 ? 1 : 0 });

export class Report {
  rows = [];
  growths = [];
  load = loadavg()[0];

  add(row) {
    this.rows.push(row);
    console.log(`${row.passed ? 'ok  ' : 'MISS'} ${row.what}: ${row.value} (wanted ${row.wanted})${row.detail ? `; ${row.detail}` : ''}`);
  }

  ratio(what, { a, b, ratio }, wanted, { errors, note } = {}) {
    const detail = [`${shown(a)}/s against ${shown(b)}/s`, ...(note ? [note] : []), ...(errors ? [`${errors} errors`] : [])].join('; ');
    this.add({ what, value: ratio.toFixed(2), wanted: `at least ${wanted}, no errors`, passed: ratio >= wanted && !errors, detail });
  }

  atMost(what, value, wanted) {
    this.add({ what, value: shown(value), wanted: `at most ${wanted}`, passed: value <= wanted, detail: '' });
  }

  atLeast(what, value, wanted, detail = '') {
    this.add({ what, value: shown(value), wanted: `at least ${shown(wanted)}`, passed: value >= wanted, detail });
  }

  growth(question, sizes, times) {
    const grew = times.at(-1).ms / times[0].ms;
    const found = times.map((t) => t.found);
    if (question.must && new Set(found).size > 1) throw new Error(`${question.title}: found ${found.join(', ')}`);
    const passed = !question.must || grew <= GROWTH_MAX || times.at(-1).ms - times[0].ms <= GROWTH_FREE_MS;
    this.sizes = sizes;
    this.growths.push({ question, times, grew, passed });
    const mark = question.must ? (passed ? 'ok  ' : 'MISS') : '    ';
    console.log(`${mark} list, ${question.title}: ${times.map((t) => t.ms.toFixed(2)).join(' / ')} ms at ${sizes.join(' / ')} products, ${grew.toFixed(2)} times`);
  }

  get missed() {
    return [...this.rows, ...this.growths].filter((row) => !row.passed).length;
  }

  markdown() {
    const lines = [
      '# What `make bench` measured', '',
      `${cpus()[0].model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}; `
      + `${said('pgbench', ['--version']).replace('pgbench (PostgreSQL)', 'PostgreSQL')}${commit()}, `
      + `${new Date().toISOString().slice(0, 10)}${quick ? ', quick form' : ''}. Other load when it began: ${this.load.toFixed(1)}.`, '',
      'Client, server and database share the machine. PostgreSQL runs without fsync, so that the disk is not what is measured. '
      + 'Ratios are medians of runs by turns; absolute numbers hold for this machine only.', '',
      '| what | measured | wanted | | numbers |', '|---|---|---|---|---|',
      ...this.rows.map((r) => `| ${r.what} | ${r.value} | ${r.wanted} | ${r.passed ? 'pass' : '**miss**'} | ${r.detail} |`)];
    if (this.growths.length) lines.push('',
      '## A product list that is not in memory', '',
      `Median time in ms by the number of products. Wanted where there is a mark: at most ${GROWTH_MAX} times from the smallest to the largest shop, or ${GROWTH_FREE_MS} ms more. `
      + 'The other questions find more in a larger shop.', '',
      `| list of 24 | found | ${this.sizes.map((s) => s.toLocaleString('en')).join(' | ')} | times | |`, `|---|---|${this.sizes.map(() => '---|').join('')}---|---|`,
      ...this.growths.map(({ question, times, grew, passed }) =>
        `| ${question.title} | ${[...new Set(times.map((t) => t.found))].join(', ')} | ${times.map((t) => t.ms.toFixed(2)).join(' | ')} | ${grew.toFixed(2)} | ${question.must ? (passed ? 'pass' : '**miss**') : ''} |`));
    return `${lines.join('\n')}\n`;
  }

  write() {
    writeFileSync(join(root, 'bench/results.md'), this.markdown());
  }
}
