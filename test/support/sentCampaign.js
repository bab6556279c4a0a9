// A campaign that was sent, made by SQL, and the codes of its links as the program signs them.
import { createHmac } from 'node:crypto';

// people: addresses of prospects, or ids of members. Gives the ids of the mail, its links and its messages.
export async function sentCampaign(store, { urls = ['https://elsewhere.example/'], people = ['ann@post.example'], name = 'Spring', ago = '1 hour' } = {}) {
  const type = typeof people[0] === 'string' ? 'prospect' : 'member';
  const [{ id, em_cd }] = await store.sql(
    `insert into emails (type, name, subject, html, from_address) values ($1, $2, $2, '<p>Hello</p>', 'shop@shop.example') returning id, em_cd`, [type, name]);
  await store.sql(`with step as (select campaign_step())
    update emails set status = 'sent' from step where id = $1`, [id]);
  const links = [];
  for (const url of urls) links.push((await store.sql('insert into email_links (email_id, url) values ($1, $2) returning id', [id, url]))[0].id);
  if (type === 'prospect')
    await store.sql('insert into prospects (email) select unnest($1::text[]) on conflict do nothing', [people]);
  const messages = await store.sql(
    type === 'prospect'
      ? `insert into email_messages (kind, recipient, email_id, prospect_id, state, attempts, sent_at)
         select 'campaign', email, $1, id, 'sent', 1, now() - $3::interval from prospects where email = any ($2::text[])
         order by array_position($2::text[], email) returning id, prospect_id, (select pr_cd from prospects where prospects.id = prospect_id)`
      : `insert into email_messages (kind, recipient, email_id, member_id, state, attempts, sent_at)
         select 'campaign', users.email, $1, members.id, 'sent', 1, now() - $3::interval
         from members join users on users.id = user_id where members.id = any ($2::bigint[])
         order by array_position($2::bigint[], members.id) returning id, member_id, (select mb_cd from members where members.id = member_id)`,
    [id, people, ago]);
  return { id, em_cd, links, messages };
}

// What base/signed_token.h signs: a text and, for its purpose, the first half of an HMAC.
export function signed(store, purpose, text) {
  const mac = createHmac('sha256', store.env.SECRET_KEY).update(`${purpose}.${text}`).digest().subarray(0, 16);
  return `${text}.${mac.toString('base64url')}`;
}

export const clickPath = (store, message, link) => `/e/c/${signed(store, 'click', `${message}-${link}`)}`;
export const openPath = (store, message) => `/e/o/${signed(store, 'open', `${message}`)}.gif`;
export const eventsOf = (store, campaign, kind) => store.sql(
  'select * from email_events where email_id = $1 and kind = coalesce($2, kind) order by id', [campaign.id, kind]);
