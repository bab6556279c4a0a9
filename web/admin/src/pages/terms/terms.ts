import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { client } from '../../api/client';

export const RESOURCE = 'terms_of_use_versions';

export const useTerms = () =>
  useQuery({ queryKey: [RESOURCE, 'page'], queryFn: ({ signal }) => call(client.GET('/api/admin/terms', { signal })) });

export const STATES = {
  draft: { status: 'draft', label: 'Draft' },
  scheduled: { status: 'pending', label: 'Scheduled' },
  current: { status: 'active', label: 'In force' },
  past: { status: 'past', label: 'Past' },
} as const;
