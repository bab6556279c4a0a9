import type { Schemas } from '@startupwebapp/api-client';

export type MailState = Schemas['AdminMailState'];

/** What a state means for whoever looks at the outbox. */
export const STATE_HELP: Record<MailState, string> = {
  queued: 'It waits for its turn.',
  claimed: 'It is being written, or handed to the mail server.',
  sent: 'The mail server took it.',
  failed: 'The mail server refused it, or it waited for too long. It is not tried again by itself.',
  uncertain: 'The connection broke while it was handed over: perhaps it arrived. It is sent again only when you say so.',
  cancelled: 'Somebody here cancelled it before it went out.',
};

export const FILTERS: { label: string; states: MailState[] | null }[] = [
  { label: 'All', states: null },
  { label: 'Failed', states: ['failed'] },
  { label: 'Uncertain', states: ['uncertain'] },
  { label: 'Waiting', states: ['queued', 'claimed'] },
  { label: 'Sent', states: ['sent'] },
];
