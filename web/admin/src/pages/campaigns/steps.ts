import type { Campaign, Check, Status } from './api';

/** The steps of a campaign, in the order in which somebody takes them. */
export const STEPS = ['write', 'audience', 'check', 'send', 'results'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_NAMES: Record<Step, string> = { write: 'Write', audience: 'Audience', check: 'Check', send: 'Send', results: 'Results' };

/** What the names of the gate's checks are in plain words. */
export const CHECK_NAMES: Record<string, string> = {
  content: 'Subject and letter are written',
  templates: 'Its templates work for everybody',
  merge_fields: 'Every merge field is known',
  links: 'Every link answers',
  unsubscribe: 'People can unsubscribe',
  audience: 'Somebody gets it',
  sender: 'The sender’s address can be used',
  spf: 'SPF: the mail server may send for the domain',
  dkim: 'DKIM: mails of the domain are signed',
  dmarc: 'DMARC: the domain tells what becomes of forgeries',
};

/** Those that a reason can stand in for. */
export const WAIVABLE: ReadonlySet<string> = new Set(['spf', 'dkim', 'dmarc']);

export const isFailed = ({ passed, waived }: Check) => !passed && !waived;

const began: ReadonlySet<Status> = new Set(['sending', 'paused', 'sent', 'cancelled']);
export const hasBegun = ({ status, started_at }: Pick<Campaign, 'status' | 'started_at'>) => began.has(status) && (status !== 'cancelled' || started_at !== null);

type Known = Pick<Campaign, 'status' | 'started_at' | 'subject' | 'html'> & Partial<Pick<Campaign, 'scheduled_at'>>;

/** What a step still lacks, in words that go on after "Missing:". `count`: of the audience, when it is known. */
export function missing(step: Step, campaign: Known, count?: number): string[] {
  const isDraft = campaign.status === 'draft';
  switch (step) {
    case 'write':
      return [...(campaign.subject.trim() ? [] : ['a subject']), ...(campaign.html.trim() ? [] : ['the letter itself'])];
    case 'audience':
      return count === 0 && !hasBegun(campaign) ? ['somebody to send it to'] : [];
    case 'check':
      return isDraft ? ['the checks'] : [];
    case 'send':
      return campaign.status === 'draft' || (campaign.status === 'ready' && !campaign.scheduled_at) ? ['your word to send it'] : [];
    case 'results':
      return hasBegun(campaign) ? [] : ['mails that went out'];
  }
}

/** Whether a step has its tick: the audience only once somebody is known to get it. */
export const isDone = (step: Step, campaign: Known, count?: number) =>
  missing(step, campaign, count).length === 0 && (step !== 'audience' || count !== undefined || hasBegun(campaign));

/** What a step says that lacks nothing. */
export const DONE: Record<Step, string> = {
  write: 'Subject and letter are there.',
  audience: 'It goes to whom you choose here.',
  check: 'The checks let it through.',
  send: 'You said that it may go.',
  results: 'Counted as people open, click and buy.',
};

/** Where its page begins. */
export function stepOf(campaign: Known): Step {
  if (campaign.status === 'draft') return missing('write', campaign).length ? 'write' : 'check';
  if (campaign.status === 'sent' || campaign.status === 'cancelled') return 'results';
  return 'send';
}

export const isStep = (name: string | undefined): name is Step => STEPS.includes(name as Step);

/** Longer ones are cut by mail readers on a phone, or on a desktop. */
export function subjectHint(subject: string): string {
  const length = [...subject.trim()].length;
  if (!length) return 'What people read first. 30 to 50 letters fit most screens.';
  if (length > 70) return `${length} letters: most readers cut it after 70, phones after 40.`;
  if (length > 50) return `${length} letters: phones cut it after about 40.`;
  return `${length} letters: it fits most screens.`;
}
