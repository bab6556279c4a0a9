// What tests of campaigns share: people to write to, drafts, steps.
import { assertStatus } from './sales.js';

let people = 0;

// Somebody with an account that no password opens. more: columns of users and members.
export async function addMember(store, more = {}) {
  const n = ++people;
  const { first_name = 'Ada', last_name = 'Byron', email = `reader${n}@post.example`, newsletter_subscriber = true,
    email_verified_at = '2026-01-01', date_joined = '2026-01-01', is_active = true, email_unsubscribed_at = null, tags = [] } = more;
  const name = `reader${n}`;
  const [{ id: user }] = await store.sql(`insert into users (username, username_key, username_skeleton, email, password_hash, first_name, last_name,
    email_verified_at, date_joined, is_active) values ($1, $1, $1, $2, '!', $3, $4, $5, $6, $7) returning id`,
  [name, email, first_name, last_name, email_verified_at, date_joined, is_active]);
  const [{ id }] = await store.sql(`insert into members (user_id, newsletter_subscriber, email_unsubscribed_at) values ($1, $2, $3) returning id`,
    [user, newsletter_subscriber, email_unsubscribed_at]);
  for (const tag of tags) await store.sql('insert into member_tags (member_id, tag_id) values ($1, $2)', [id, tag]);
  return { id, user, email, name };
}

export async function addProspect(store, more = {}) {
  const { email = `prospect${++people}@post.example`, unsubscribed = false } = more;
  const [{ id }] = await store.sql('insert into prospects (email, unsubscribed) values ($1, $2) returning id', [email, unsubscribed]);
  return { id, email };
}

export const newCampaign = async (staff, type = 'member', name = 'News') =>
  assertStatus(await staff.post('/api/admin/campaigns', { name, type }), 201).body;

export const pageOf = async (staff, id) => assertStatus(await staff.get(`/api/admin/campaigns/${id}/page`), 200).body;

// Changes what is there, whatever version that is.
export async function change(staff, id, values) {
  const { version } = await pageOf(staff, id);
  return assertStatus(await staff.patch(`/api/admin/campaigns/${id}`, { version, ...values }), 200).body;
}

export const step = (staff, id, name, body) => staff.post(`/api/admin/campaigns/${id}/${name}`, body);

// Past the gate, which tests of their own are about.
export const makeReady = (store, id) =>
  store.sql(`select campaign_ready($1, campaign_version($1), '[{"name": "content", "passed": true, "waived": false, "message": ""}]', '[]')`, [id]);
