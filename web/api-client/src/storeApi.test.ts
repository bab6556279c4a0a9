import { describe, expect, it } from 'vitest';
import { ApiError, createStoreApi, unwrap } from './index';

const BASE = 'https://shop.example';

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

/** An API that knows one valid CSRF token at a time. */
function server(tokens: string[]) {
  const seen: string[] = [];
  const send: typeof fetch = async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname;
    seen.push(`${request.method} ${path} ${request.headers.get('X-CSRFToken') ?? '-'}`);
    if (path === '/api/v1/session') return json({ csrf_token: tokens.shift() });
    if (request.headers.get('X-CSRFToken') !== 'good') {
      return json({ type: 'about:blank', title: 'Forbidden', status: 403, code: 'csrf_failed', request_id: 'r' }, 403);
    }
    return json({ quantity: ((await request.json()) as { quantity: number }).quantity });
  };
  return { seen, send };
}

const addItem = (api: ReturnType<typeof createStoreApi>) =>
  unwrap(api.client.POST('/api/v1/cart/items', { body: { sku: 1, quantity: 3 } }));

describe('createStoreApi', () => {
  it('sends the token of the session with an unsafe call', async () => {
    const { seen, send } = server(['good']);
    const api = createStoreApi(BASE, send);
    await api.session();
    expect(await addItem(api)).toEqual({ quantity: 3 });
    expect(seen).toEqual(['GET /api/v1/session -', 'POST /api/v1/cart/items good']);
  });

  it('asks for a session first when there is none yet', async () => {
    const { seen, send } = server(['good']);
    await addItem(createStoreApi(BASE, send));
    expect(seen).toHaveLength(2);
  });

  it('takes a new token once and repeats the call with the same body', async () => {
    const { seen, send } = server(['stale', 'good']);
    const api = createStoreApi(BASE, send);
    await api.session();
    expect(await addItem(api)).toEqual({ quantity: 3 });
    expect(seen.slice(1)).toEqual([
      'POST /api/v1/cart/items stale',
      'GET /api/v1/session -',
      'POST /api/v1/cart/items good',
    ]);
  });

  it('does not try a third time', async () => {
    const { seen, send } = server(['stale', 'stale']);
    await expect(addItem(createStoreApi(BASE, send))).rejects.toMatchObject({ status: 403, code: 'csrf_failed' });
    expect(seen.filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });
});

describe('unwrap', () => {
  const get = (send: typeof fetch) => unwrap(createStoreApi(BASE, send).client.GET('/api/v1/cart'));

  it('turns a problem document into an ApiError with its fields', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Unprocessable',
      status: 422,
      code: 'invalid',
      request_id: 'r',
      errors: [{ field: 'code', code: 'discount_unknown', message: 'We do not know this code.' }],
    };
    const error = await get(async () => json(problem, 422)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).field('code')).toBe('We do not know this code.');
    expect((error as ApiError).field('email')).toBeUndefined();
  });

  it('understands an answer that is not ours', async () => {
    const send: typeof fetch = async () =>
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'Retry-After': '7' } });
    await expect(get(send)).rejects.toMatchObject({ status: 502, code: 'http_502', retryAfterSeconds: 7 });
  });

  it('names a missing connection', async () => {
    await expect(
      get(async () => {
        throw new TypeError('Failed to fetch');
      }),
    ).rejects.toMatchObject({ code: 'network' });
  });
});
