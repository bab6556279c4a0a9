// Campaigns as the database has them: people, and mails to them.
import { until } from './store.js';

// So many members who want the newsletter: reader0@PREFIX.example and on.
export async function makeMembers(store, count, prefix = 'members') {
  await store.sql(`
    with people as (
      insert into users (username, username_key, username_skeleton, email, email_verified_at, password_hash, first_name, last_name)
      select $2 || n, $2 || n, $2 || n, 'reader' || n || '@' || $2 || '.example', now(), '', 'Ann' || n, 'Reader'
      from generate_series(0, $1::int - 1) n
      returning id)
    insert into members (user_id, newsletter_subscriber) select id, true from people`, [count, prefix]);
}

export async function makeProspects(store, count, prefix = 'prospects') {
  await store.sql(`insert into prospects (email) select 'reader' || n || '@' || $2 || '.example' from generate_series(0, $1::int - 1) n`, [count, prefix]);
}

export const html = '<!doctype html><html><body><p>Hello {{ recipient_first_name }}, see <a href="https://shop.example/new?a=1&amp;b=2">what is new</a>.</p>'
  + '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a> <a href="mailto:us@shop.example">Write</a></p></body></html>';

// A campaign that is ready; gives its id.
export async function makeCampaign(store, { type = 'member', subject = 'News for {{ recipient_first_name }}', body = html, text = null, links = ['https://shop.example/new?a=1&b=2'], ...of } = {}) {
  const [{ id }] = await store.sql(`insert into emails (type, name, subject, html, text) values ($1, 'News', $2, $3, $4) returning id`, [type, subject, body, text]);
  const names = Object.keys(of);
  if (names.length) await store.sql(`update campaigns set ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} where email_id = $1`, [id, ...Object.values(of)]);
  for (const url of links) await store.sql('insert into email_links (email_id, url) values ($1, $2)', [id, url]);
  await store.sql(`select campaign_step_to($1, 'ready')`, [id]);
  await store.sql('update campaigns set ready_at = now() where email_id = $1', [id]);
  return Number(id);
}

// send, pause, resume, cancel.
export const step = (store, name, id) => store.sql(`select campaign_${name}($1)`, [id]);

export const statusOf = async (store, id) => (await store.sql('select status from emails where id = $1', [id]))[0].status;

export const progressOf = async (store, id) => (await store.sql('select campaign_progress($1) as progress', [id]))[0].progress;

export const reachesStatus = (store, id, status, ms = 30000) => until(async () => await statusOf(store, id).catch(() => undefined) === status, ms);

// How many of its rows are in each state, and what the counters say; they must agree.
export async function ledger(store, id) {
  const rows = await store.sql('select state, count(*)::int as count from email_messages where email_id = $1 group by state', [id]);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
