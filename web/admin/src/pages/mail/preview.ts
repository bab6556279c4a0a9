import type { Schemas } from '@startupwebapp/api-client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { client } from '../../api/client';

export type Preview = Schemas['AdminMailPreview'];
export type Problem = Preview['problems'][number];
export type Part = Problem['part'];

export interface Sample {
  order_id?: string | null;
  member_id?: string | null;
  message_id?: string | null;
}

export interface Draft {
  template?: string;
  shown?: string | null;
  subject?: string;
  html?: string;
  text?: string | null;
  sample?: Sample | null;
}

/** What the server makes of a draft. It asks anew whenever the draft is another one. */
export const usePreview = (draft: Draft) =>
  useQuery({
    queryKey: ['mail', 'preview', draft],
    queryFn: ({ signal }) => call(client.POST('/api/admin/mail/preview', { body: draft, signal })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    staleTime: 60_000,
  });
