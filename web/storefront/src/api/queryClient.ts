import { ApiError } from '@startupwebapp/api-client';
import { notifyManager, QueryClient } from '@tanstack/react-query';

const RETRIES = 2;
/** The catalogue changes rarely; going back to a page within this time asks nothing. */
const FRESH_MS = 60_000;

/** What may go well a moment later: no connection, a busy server, one that is being restarted. */
function passing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

function retryDelay(attempt: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return asked ? Math.min(asked, 10) * 1000 : 500 * 2 ** attempt;
}

// In the task of the event itself: with the library's setTimeout a radio button that was just chosen shows its old
// state for a moment, which a quick second look (or a screen reader) takes for the truth.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry: (failures, error) => failures < RETRIES && passing(error), retryDelay },
    mutations: { networkMode: 'always' },
  },
});
