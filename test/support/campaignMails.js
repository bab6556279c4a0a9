// Mails of campaigns as they stand in the ledger when they are out, for tests of what comes after.
import { signed } from './sentCampaign.js';

export const leaveCode = (store, mail) => signed(store, 'unsubscribe-mail', String(mail));

// A campaign that was sent, or one of another status; its id.
export async function makeCampaign(store, { type = 'member', status = 'sent' } = {}) {
  const [{ id }] = await store.sql(`insert into emails (type, subject, html) values ($1, 'News', '<p>News</p>') returning id`, [type]);
  await store.sql(`with step as materialized (select campaign_step()) update emails set status = $2 from step where id = $1`, [id, status]);
  return id;
}

export const stateOf = async (store, { member, prospect }) => (await store.sql(member
  ? 'select newsletter_subscriber as newsletter, email_unsubscribed_at is not null as unsubscribed from members where id = $1'
  : 'select not unsubscribed as newsletter, unsubscribed from prospects where id = $1', [member ?? prospect]))[0];

// One row of the ledger, to a member or a prospect: {id, recipient, kind, created, message_id}.
export async function makeMail(store, { campaign, member, prospect, recipient, state = 'sent' }) {
  const [mail] = await store.sql(`insert into email_messages (kind, email_id, member_id, prospect_id, recipient, state, sent_at, next_attempt_at)
    values ('campaign', $1, $2, $3, $4, $5, now(), now() + interval '1 day')
    returning id, recipient, kind, extract(epoch from created_at)::bigint as created`,
    [campaign, member?.id ?? null, prospect?.id ?? null, recipient ?? member?.email ?? prospect.email, state]);
  return { ...mail, message_id: `${mail.kind}.${mail.id}.${mail.created}@shop.example` };
}
