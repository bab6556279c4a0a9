// What tests of the outbox share: mails that are made by SQL, and how they stand.
import { until } from './store.js';

let made = 0;
export const freshAddress = () => `reader${++made}@shop.example`;

// One contact mail to each recipient; gives the ids in that order.
export async function queueMails(store, recipients, { body = 'Hello', name = 'Ann', from = 'ann@shop.example' } = {}) {
  const rows = await store.sql(`
    with chat as (
      insert into chat_messages (kind, name, email, body) values ('contact', $2, $3, $4) returning id)
    insert into email_messages (kind, recipient, chat_message_id)
    select 'message_received', recipient, chat.id from unnest($1::text[]) with ordinality as r(recipient, n), chat order by n
    returning id`, [recipients, name, from, body]);
  return rows.map((row) => Number(row.id));
}

export const mailOf = async (store, recipient) =>
  (await store.sql(`select *, next_attempt_at > now() as later from email_messages where recipient = $1`, [recipient]))[0];

// The row once it is in that state; the last that was seen otherwise, which is not.
export async function reachesState(store, recipient, state, ms = 20000) {
  const row = await until(async () => {
    const found = await mailOf(store, recipient).catch(() => undefined);
    return found?.state === state && found;
  }, ms);
  if (!row) throw new Error(`not ${state}: ${JSON.stringify(await mailOf(store, recipient))}`);
  return row;
}

// The row once its mail is perhaps on its way: marked by a worker.
export async function reachesServer(store, recipient, ms = 20000) {
  const row = await until(async () => (await store.sql(
    'select * from email_messages where recipient = $1 and id = any (mails_under_way())', [recipient]).catch(() => []))[0], ms);
  if (!row) throw new Error(`not under way: ${JSON.stringify(await mailOf(store, recipient))}`);
  return row;
}

// How many mails are in each state: { sent: 5, uncertain: 1 }.
export async function states(store) {
  const rows = await store.sql('select state, count(*)::int as count from email_messages group by state');
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

// All mails have ended, as far as they can.
export const allEnded = (store, ms = 60000) => until(async () => {
  const found = await states(store).catch(() => ({ queued: 1 }));
  return !found.queued && !found.claimed;
}, ms);

// What is waiting becomes due.
export const makeDue = (store) => store.sql(`update email_messages set next_attempt_at = now() where state = 'queued'`);
