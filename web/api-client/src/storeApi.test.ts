import { describe, expect, it } from 'vitest';
import { ApiError, createStoreApi, unwrap, type StoreApi } from './index';

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

/** Answers in the order in which they are asked for; `seen` has who asked with which token. */
function script(answers: Record<string, Response[]>) {
  const seen: string[] = [];
  const send: typeof fetch = async (input) => {
    const request = input as Request;
    const call = `${request.method} ${new URL(request.url).pathname}`;
    seen.push(`${call} ${request.headers.get('X-CSRFToken') ?? '-'}`);
    return answers[call]?.shift() ?? json({ title: 'No more answers', status: 500, code: 'internal' }, 500);
  };
  return { seen, send };
}

const session = (csrf_token: string) => json({ kind: 'visitor', csrf_token });
const refusal = (status: number, code: string) =>
  json({ type: 'about:blank', title: 'No', status, code, request_id: 'r' }, status);

describe('the session that an answer tells', () => {
  const api = (answers: Record<string, Response[]>) => {
    const { seen, send } = script({ 'GET /api/v1/session': [session('first')], ...answers });
    return { seen, api: createStoreApi(BASE, send) };
  };
  const nextToken = async (store: ReturnType<typeof createStoreApi>, seen: string[]) => {
    await addItem(store).catch(() => {});
    return seen.at(-1);
  };
  const password = { password: 'b', password_again: 'b' };

  it.each([
    [
      'logging in',
      'POST /api/v1/session',
      () => json({ session: { csrf_token: 'second' }, challenge: null }),
      (store: StoreApi) => store.client.POST('/api/v1/session', { body: { username: 'a', password: 'b' } }),
    ],
    [
      'the second step of logging in',
      'POST /api/v1/session/two-factor',
      () => json({ session: { csrf_token: 'second' }, challenge: null }),
      (store: StoreApi) => store.client.POST('/api/v1/session/two-factor', { body: { challenge: 'a', code: 'b' } }),
    ],
    [
      'logging out',
      'DELETE /api/v1/session',
      () => session('second'),
      (store: StoreApi) => store.client.DELETE('/api/v1/session'),
    ],
    [
      'registering',
      'POST /api/v1/members',
      () => json({ csrf_token: 'second' }, 201),
      (store: StoreApi) =>
        store.client.POST('/api/v1/members', {
          body: { username: 'a', email: 'a@b.example', terms_version: 1, ...password },
        }),
    ],
    [
      'a new password',
      'PUT /api/v1/member/password',
      () => session('second'),
      (store: StoreApi) => store.client.PUT('/api/v1/member/password', { body: { current_password: 'a', ...password } }),
    ],
  ])('%s brings the next token', async (_, call, answer, run) => {
    const { seen, api: store } = api({ [call]: [answer()] });
    await store.session();
    await run(store);
    expect(seen.at(-1)).toBe(`${call} first`);
    expect(await nextToken(store, seen)).toBe('POST /api/v1/cart/items second');
  });

  it('is not looked for in a challenge, nor in a refusal', async () => {
    const call = 'POST /api/v1/session';
    const { seen, api: store } = api({
      [call]: [json({ session: null, challenge: 'c' }), json({ csrf_token: 'bad', code: 'login_failed' }, 401)],
    });
    await store.session();
    for (let i = 0; i < 2; i++) await store.client.POST('/api/v1/session', { body: { username: 'a', password: 'b' } });
    expect(await nextToken(store, seen)).toBe('POST /api/v1/cart/items first');
  });

  it('is told to who listens, whoever asked', async () => {
    const { api: store } = api({ 'DELETE /api/v1/session': [session('second')] });
    const told: string[] = [];
    store.onSession(({ csrf_token }) => told.push(csrf_token));
    await store.client.DELETE('/api/v1/session');
    expect(told).toEqual(['first', 'second']);
  });
});

describe('a failure of the server', () => {
  it('is told with the call, but for one that is under way anyway, and for what is told itself', async () => {
    const failed = (status: number) => json({ title: 'No', status, code: 'x' }, status, { 'X-Request-Id': 'r1' });
    const { send } = script({
      'GET /api/v1/session': [session('first')],
      'GET /api/v1/products/vase': [failed(500), failed(503), failed(404)],
      'POST /api/v1/events': [failed(500)],
    });
    const api = createStoreApi(BASE, send);
    const told: unknown[] = [];
    api.onFailure((failure) => told.push(failure));
    for (let i = 0; i < 3; i++) await api.client.GET('/api/v1/products/{slug}', { params: { path: { slug: 'vase' } } });
    await api.client.POST('/api/v1/events', { body: { events: [{ kind: 'page_view' }] } });
    expect(told).toEqual([{ call: 'GET /api/v1/products/{slug}', status: 500, requestId: 'r1' }]);
  });
});

describe('a cart that moved', () => {
  const ADD = 'POST /api/v1/cart/items';

  it('is asked for again with the new session, once', async () => {
    const { seen, send } = script({
      'GET /api/v1/session': [session('visitor'), session('member')],
      [ADD]: [refusal(409, 'cart_moved'), json({ quantity: 3 })],
    });
    expect(await addItem(createStoreApi(BASE, send))).toEqual({ quantity: 3 });
    expect(seen).toEqual(['GET /api/v1/session -', `${ADD} visitor`, 'GET /api/v1/session -', `${ADD} member`]);
  });

  it('is not asked for a third time', async () => {
    const { seen, send } = script({
      'GET /api/v1/session': [session('visitor'), session('member'), session('other')],
      [ADD]: [refusal(409, 'cart_moved'), refusal(409, 'cart_moved'), json({ quantity: 3 })],
    });
    await expect(addItem(createStoreApi(BASE, send))).rejects.toMatchObject({ code: 'cart_moved' });
    expect(seen.filter((line) => line.startsWith(ADD))).toHaveLength(2);
  });

  it('is the only conflict that is repeated', async () => {
    const { seen, send } = script({
      'GET /api/v1/session': [session('visitor')],
      [ADD]: [refusal(409, 'out_of_stock'), json({ quantity: 3 })],
    });
    await expect(addItem(createStoreApi(BASE, send))).rejects.toMatchObject({ code: 'out_of_stock' });
    expect(seen).toHaveLength(2);
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
