import type { Schemas } from '@startupwebapp/api-client';

export type MailState = Schemas['AdminMailState'];

/** What a state means for whoever looks at the outbox. */
export const STATE_HELP: Record<MailState, string> = {
  queued: 'It waits for its turn.',
  claimed: 'It is being written, or handed to the mail server.',
  sent: 'The mail server took it.',
  failed: 'The mail server refused it, or it waited for too long. It is not tried again by itself.',
  uncertain: 'The connection broke while it was handed over: perhaps it arrived. It is sent again only when you say so.',
  cancelled: 'It was called off before it went out: by somebody here, or since its reader wants no more mail or has another address.',
};

/** Those whose server, or the program itself, said why. */
const TOLD: ReadonlySet<MailState> = new Set(['failed', 'uncertain', 'cancelled']);

/** Why a mail did not simply go out, in the server's words where there are some; null when there is nothing to tell. */
export const reasonOf = (state: MailState, lastReply: unknown): string | null =>
  TOLD.has(state) ? (typeof lastReply === 'string' && lastReply) || STATE_HELP[state] : null;

export const FILTERS: { label: string; states: MailState[] | null }[] = [
  { label: 'All', states: null },
  { label: 'Failed', states: ['failed'] },
  { label: 'Uncertain', states: ['uncertain'] },
  { label: 'Waiting', states: ['queued', 'claimed'] },
  { label: 'Sent', states: ['sent'] },
  { label: 'Cancelled', states: ['cancelled'] },
];
