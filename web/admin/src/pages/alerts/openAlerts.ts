import { useQuery } from '@tanstack/react-query';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';

const ROWS = 100;
const LOOK_MS = 60_000;

/** What somebody who works here has to look at. */
export function useOpenAlerts() {
  const maySee = useCan('alerts', 'view');
  return useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: ({ signal }) => admin.list('alerts', { limit: ROWS, filter: JSON.stringify({ dismissed_at: null }) }, signal),
    enabled: maySee,
    refetchInterval: LOOK_MS,
  });
}
