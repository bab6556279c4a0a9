// What tests of the shop's own mails share: mails as the scripted mail server took them, overrides, and what is said of
// broken ones.
import assert from 'node:assert/strict';
import { simpleParser } from 'mailparser';
import { until } from './store.js';

const parse = ({ text }) => simpleParser(Buffer.from(text, 'latin1'));

export const lettersTo = async (mail, recipient) =>
  Promise.all(mail.taken.filter((each) => each.recipient === recipient).map(parse));

// The `number`th mail to a recipient whose subject matches, parsed; waits for it.
export async function letterTo(mail, recipient, subject, number = 1) {
  const found = await until(async () =>
    (await lettersTo(mail, recipient)).filter((each) => subject.test(each.subject))[number - 1], 20000);
  assert.ok(found, `no mail ${number} to ${recipient} with ${subject}`);
  return found;
}

// What holds for each mail of the shop: one line of subject, both parts, the store's name, nothing that was left out.
export function assertLetter(letter, store, { name = 'My store' } = {}) {
  assert.deepEqual(letter.from.value, [{ name, address: 'store@shop.example' }]);
  assert.match(letter.subject, /^\S.*\S$/);
  assert.equal(letter.headers.get('auto-submitted'), 'auto-generated');
  assert.match(letter.html, /<html lang="en">/);
  assert.ok(letter.text.length > 80, letter.text);
  for (const part of [letter.subject, letter.text, letter.html]) assert.doesNotMatch(part, /\bNone\b|undefined|\{[{%]|[}%]\}|href=""/);
  assert.doesNotMatch(letter.text, /<\/?(p|td|a|h1)\b|&(amp|lt|#)|^[ \t]+$/m);
  assert.ok(letter.text.startsWith(`${name}: ${store.url}/\n\n`), letter.text);
}

export const assertLink = (letter, url) => {
  assert.ok(letter.text.split(/[\s<>]+/).includes(url), `${url} in ${letter.text}`);
  assert.ok(letter.html.includes(`href="${url.replaceAll('&', '&amp;')}"`), `${url} in the HTML`);
};

// Puts a template in the place of one of the program's; `columns` of emails. Gives its id.
export async function override(store, template, columns) {
  const all = { type: 'transactional', status: 'ready', html: '<p>x</p>', ...columns, template };
  const names = Object.keys(all);
  const [{ id }] = await store.sql(`insert into emails (${names}) values (${names.map((_, i) => `$${i + 1}`)}) returning id`, Object.values(all));
  return id;
}

export const openAlerts = (store) =>
  store.sql('select code, subject, message, times::int from alerts where dismissed_at is null order by id');

export const brokenLines = (store) =>
  store.server.output.split('\n').filter((line) => line.includes('EMAIL_TEMPLATE_BROKEN')).map((line) => JSON.parse(line));
