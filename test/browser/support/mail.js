// The mails that the store wrote to disk.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';

const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;

/** The first mail to `address` that `wanted` agrees with; waits for it. */
export async function mailTo(mailDir, address, wanted = () => true) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = (await mailsIn(mailDir)).find((mail) => mail.to?.text.includes(address) && wanted(mail));
    if (found) return found;
    if (Date.now() > end) throw new Error(`no mail to ${address} in ${mailDir}`);
    await sleep(PAUSE_MS);
  }
}

export async function mailsIn(mailDir) {
  const names = await readdir(mailDir, { recursive: true }).catch(() => []);
  const mails = names
    .filter((name) => name.endsWith('.eml'))
    .map(async (name) => simpleParser(await readFile(join(mailDir, name))));
  return Promise.all(mails);
}
