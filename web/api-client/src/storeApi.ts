import createClient, { type Client } from 'openapi-fetch';
import { unwrap } from './errors';
import type { paths } from './schema.gen';
import type { Schemas } from './schemas';

type Session = Schemas['Session'];

/** Longer than the server's own deadline for a request, so that its answer arrives first. */
const TIMEOUT_MS = 30_000;

/** The client adds the CSRF token itself, so that callers need not name the header that the contract asks for. */
type WithoutCsrf<Operation> = Operation extends { parameters: { header: { 'X-CSRFToken': string } } }
  ? Omit<Operation, 'parameters'> & { parameters: Omit<Operation['parameters'], 'header'> & { header?: never } }
  : Operation;
type StorePaths = { [Path in keyof paths]: { [Method in keyof paths[Path]]: WithoutCsrf<paths[Path][Method]> } };

/** Their answers are a session or contain one, and with it the token that holds from then on. */
const TELL_SESSION: ReadonlySet<string> = new Set<keyof paths>([
  '/api/v1/session',
  '/api/v1/session/two-factor',
  '/api/admin/session',
  '/api/v1/members',
  '/api/v1/member/password',
]);

/**
 * Refusals that a new session mends: the token went with its cookie (they expire, or were cleared), or somebody logged
 * in with another window of this browser.
 */
const SESSION_IS_OLD: ReadonlySet<unknown> = new Set(['csrf_failed', 'cart_moved']);

export interface Failure {
  call: string; // "GET /api/v1/products/{slug}"
  status: number;
  requestId: string | null;
}

/** What is told of a failure must not be one that is told of in turn. */
const UNTOLD: keyof paths = '/api/v1/events';
/** The server knows that it is busy, or being restarted. */
const UNAVAILABLE = 503;

export interface StoreApi {
  client: Client<StorePaths>;
  /** GET /api/v1/session; remembers its CSRF token for the unsafe calls that follow. */
  session(signal?: AbortSignal): Promise<Session>;
  /** Who wants to hear of every session that an answer tells, also of those that the client asks for by itself. */
  onSession(listener: (session: Session) => void): void;
  /** Who wants to hear of calls that fail by the server's fault. */
  onFailure(listener: (failure: Failure) => void): void;
}

/** `base` is the API's origin, '' when it is the page's own. */
export function createStoreApi(base: string, send: typeof fetch = (...args) => fetch(...args)): StoreApi {
  let token: string | undefined;
  let tell: (session: Session) => void = () => {};
  let tellFailure: (failure: Failure) => void = () => {};

  const client = createClient<StorePaths>({ baseUrl: base, credentials: 'include', fetch: sendWithToken });
  client.use({
    async onResponse({ request, schemaPath, response }) {
      const { status, headers } = response;
      if (status >= 500 && status !== UNAVAILABLE && schemaPath !== UNTOLD)
        tellFailure({ call: `${request.method} ${schemaPath}`, status, requestId: headers.get('X-Request-Id') });
      if (!response.ok || !TELL_SESSION.has(schemaPath)) return;
      const told = sessionIn(await bodyOf(response));
      if (!told) return;
      token = told.csrf_token;
      tell(told);
    },
  });

  async function sendWithToken(request: Request): Promise<Response> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    if (request.method === 'GET') return send(request, { signal });

    const again = request.clone();
    request.headers.set('X-CSRFToken', token ?? (await session()).csrf_token);
    const response = await send(request, { signal });
    if (!(await isForOldSession(response))) return response;

    again.headers.set('X-CSRFToken', (await session()).csrf_token);
    return send(again, { signal });
  }

  const session = (signal?: AbortSignal) => unwrap(client.GET('/api/v1/session', { signal: signal ?? null }));

  const onSession = (listener: typeof tell) => {
    tell = listener;
  };
  const onFailure = (listener: typeof tellFailure) => {
    tellFailure = listener;
  };
  return { client, session, onSession, onFailure };
}

async function isForOldSession(response: Response): Promise<boolean> {
  if (response.status !== 403 && response.status !== 409) return false;
  const body = await bodyOf(response);
  return isObject(body) && SESSION_IS_OLD.has(body['code']);
}

/** What the response says, which can still be read by others. */
const bodyOf = (response: Response): Promise<unknown> =>
  response
    .clone()
    .json()
    .catch(() => null);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isSession = (value: unknown): value is Session => isObject(value) && typeof value['csrf_token'] === 'string';

function sessionIn(body: unknown): Session | undefined {
  const told = isObject(body) && 'session' in body ? body['session'] : body;
  return isSession(told) ? told : undefined;
}
