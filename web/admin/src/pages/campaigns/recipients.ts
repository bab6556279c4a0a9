import type { AdminObject } from '../../api/schema';
import { FILTERS } from '../mail/states';

/** What came of a mail, as the fields of email_messages have it. */
const CAME = ['opened', 'clicked', 'ordered', 'bounced', 'unsubscribed'] as const;

export interface RecipientFilter {
  label: string;
  filter: Record<string, string[] | boolean>;
}

/** By how far the mail got, then by what came of it. */
export const RECIPIENT_FILTERS: RecipientFilter[] = [
  ...FILTERS.map(({ label, states }): RecipientFilter => ({ label, filter: states ? { state: states } : {} })),
  ...CAME.map((name) => ({ label: name.charAt(0).toUpperCase() + name.slice(1), filter: { [name]: true } })),
];

/** "opened, clicked"; empty when nothing is known. */
export const whatCame = ({ values }: Pick<AdminObject, 'values'>): string => CAME.filter((name) => values[name] === true).join(', ');
