import type { Schemas } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { admin } from '../../api/admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import type { Value } from '../../api/schema';

export type Template = Schemas['AdminMailTemplate'];

export const useTemplates = () =>
  useQuery({
    queryKey: ['emails', 'templates'],
    queryFn: async ({ signal }) => (await call(client.GET('/api/admin/mail/templates', { signal }))).items,
  });

/** What is being written: the sources, and the row of emails that keeps them, if there is one. */
export interface Sources {
  subject: string;
  html: string;
  /** null: made of the HTML */
  text: string | null;
}

export interface Kept {
  id: string;
  version: string;
  ready: boolean;
}

const textOf = (value: Value | undefined) => (typeof value === 'string' ? value : '');

/** The newest of what was written, the one in use first; else the program's own. */
export async function loadSources(template: Template, signal: AbortSignal): Promise<{ sources: Sources; kept: Kept | null }> {
  const own = { subject: template.subject ?? '', html: template.html ?? '', text: template.text };
  const [newest] = template.overrides;
  if (!newest) return { sources: own, kept: null };
  const { id, version = '', values } = await admin.get('emails', newest.id, signal);
  const text = values['text'];
  return {
    sources: { subject: textOf(values['subject']), html: textOf(values['html']), text: typeof text === 'string' ? text : null },
    kept: { id, version, ready: values['status'] === 'ready' },
  };
}

/** Keeps the sources, as a draft or in use. What is in use must pass the template check; the API sees to it. */
export function saveSources(template: Template, sources: Sources, kept: Kept | null, ready: boolean) {
  const values = { ...sources, status: ready ? 'ready' : 'draft' };
  if (kept) return admin.update('emails', kept.id, kept.version, values);
  return admin.create('emails', { ...values, type: 'transactional', template: template.name, name: template.description.slice(0, 200) });
}

/** Which real data a mail can be shown with. */
export function sampleKind(name: string): 'orders' | 'members' | null {
  if (name.startsWith('order') || name === 'layout' || name === 'button') return 'orders';
  return name === 'message_received' ? null : 'members';
}
