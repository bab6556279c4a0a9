import type { AdminObject } from '../../api/schema';

/** Where a mail is worked on. */
export function emailAddress({ id, values }: Pick<AdminObject, 'id' | 'values'>): string {
  if (values['type'] !== 'transactional') return `/campaigns/${encodeURIComponent(id)}`;
  const template = values['template'];
  return typeof template === 'string' && template ? `/mail/templates/${encodeURIComponent(template)}` : `/emails/${encodeURIComponent(id)}`;
}
