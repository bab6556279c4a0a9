import { ApiError, unwrap } from '@startupwebapp/api-client';

type Listener = (error: ApiError) => void;
const listeners = new Set<Listener>();

/** Hears of every answer that says: log in (again), or set up a second factor first. */
export function onEntryAsked(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const ASKS_ENTRY = new Set(['login_required', 'two_factor_missing']);

/** The data of a call of the generated client, or an ApiError thrown. */
export async function call<T>(request: Parameters<typeof unwrap<T>>[0]): Promise<T> {
  try {
    return await unwrap(request);
  } catch (error) {
    if (error instanceof ApiError && ASKS_ENTRY.has(error.code)) listeners.forEach((listener) => listener(error));
    throw error;
  }
}
