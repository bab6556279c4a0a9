// How many mails a second one core writes: bench/templates.c renders the confirmation of an order of three lines.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build, root } from './tools.js';

const execute = promisify(execFile);

export async function measureTemplates(cluster, report) {
  const { stdout } = await execute(`${build}/bench/templates`, ['order_confirmation_member.html', `${root}/bench/order.json`]);
  const { bytes, from_context, from_json, with_text } = JSON.parse(stdout);
  report.atLeast('order mails rendered a second, one core', from_context, 50000,
    `${bytes.toLocaleString('en')} bytes of HTML; with its JSON document read each time ${from_json.toLocaleString('en')}, and its text part made ${with_text.toLocaleString('en')}`);
}
