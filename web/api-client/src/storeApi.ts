import createClient, { type Client } from 'openapi-fetch';
import { unwrap } from './errors';
import type { paths } from './schema.gen';
import type { Schemas } from './schemas';

/** Longer than the server's own deadline for a request, so that its answer arrives first. */
const TIMEOUT_MS = 30_000;

/** The client adds the CSRF token itself, so that callers need not name the header that the contract asks for. */
type WithoutCsrf<Operation> = Operation extends { parameters: { header: { 'X-CSRFToken': string } } }
  ? Omit<Operation, 'parameters'> & { parameters: Omit<Operation['parameters'], 'header'> & { header?: never } }
  : Operation;
type StorePaths = { [Path in keyof paths]: { [Method in keyof paths[Path]]: WithoutCsrf<paths[Path][Method]> } };

export interface StoreApi {
  client: Client<StorePaths>;
  /** GET /api/v1/session; remembers its CSRF token for the unsafe calls that follow. */
  session(signal?: AbortSignal): Promise<Schemas['Session']>;
}

/** `base` is the API's origin, '' when it is the page's own. */
export function createStoreApi(base: string, send: typeof fetch = (...args) => fetch(...args)): StoreApi {
  let token: string | undefined;

  const client = createClient<StorePaths>({ baseUrl: base, credentials: 'include', fetch: sendWithToken });

  async function sendWithToken(request: Request): Promise<Response> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    if (request.method === 'GET') return send(request, { signal });

    const again = request.clone();
    request.headers.set('X-CSRFToken', await currentToken());
    const response = await send(request, { signal });
    if (!(await isCsrfFailure(response))) return response;

    // The token went with its cookie (they expire, or were cleared): a new one, once.
    again.headers.set('X-CSRFToken', (await session()).csrf_token);
    return send(again, { signal });
  }

  async function currentToken(): Promise<string> {
    return token ?? (await session()).csrf_token;
  }

  async function session(signal?: AbortSignal): Promise<Schemas['Session']> {
    // openapi-fetch drops a property whose only type is null (`member`, for now) from the type of an answer.
    const answer = (await unwrap(client.GET('/api/v1/session', { signal: signal ?? null }))) as Schemas['Session'];
    token = answer.csrf_token;
    return answer;
  }

  return { client, session };
}

async function isCsrfFailure(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'csrf_failed';
}
