import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebounced } from '../../lib/useDebounced';
import { campaigns, type Campaign, type Draft, type SamplePerson } from './api';

const PAUSE_MS = 400;

/** What the server makes of the letter as it is being written, for one reader. */
export function useDraftPreview({ id, subject, preheader, html, text }: Campaign, sample: SamplePerson | null) {
  const draft: Draft = { subject, preheader, html, text, ...(sample && { sample }) };
  const body = useDebounced(JSON.stringify(draft), PAUSE_MS);
  return useQuery({
    queryKey: ['campaigns', id, 'preview', body],
    queryFn: ({ signal }) => campaigns.preview(id, JSON.parse(body) as Draft, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    staleTime: 60_000,
  });
}

export type DraftPreview = ReturnType<typeof useDraftPreview>;
