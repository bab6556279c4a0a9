import { countOf } from '../../lib/text';

/** So many are queued again at a time, the first ones first: campaign_resend (migrations/0022). */
export const RESEND_MOST = 10_000;

export const resendTitle = (count: number) =>
  count > RESEND_MOST
    ? `Send again to the first ${RESEND_MOST.toLocaleString('en')} of ${countOf(count, 'person', 'people')}?`
    : `Send again to ${countOf(count, 'person', 'people')}?`;
