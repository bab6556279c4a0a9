import { ApiError } from '@startupwebapp/api-client';
import { describe, expect, it, vi } from 'vitest';
import type { HttpError } from 'react-admin';
import type { admin } from '../api/admin';
import { createDataProvider } from './dataProvider';

const object = { id: '1', title: 'Mug', version: '7', values: { title: 'Mug', price: 1999, tags: ['a'], note: null } };
const page = (over = {}) => ({ items: [object], next_cursor: null, total: 1, total_is_exact: true, ...over });

function provider(over: Partial<Record<keyof typeof admin, unknown>>) {
  return createDataProvider({ list: vi.fn(async () => page()), ...over } as unknown as typeof admin);
}

const asked = (number: number, more = {}) => ({ pagination: { page: number, perPage: 25 }, sort: { field: 'values.title', order: 'ASC' as const }, filter: {}, ...more });

describe('lists', () => {
  it('asks with the names of the API', async () => {
    const list = vi.fn(async () => page({ total: 1234567, total_is_exact: false }));
    const filter = { q: ' mug ', status: ['paid'], member_id: { empty: true }, note: '', placed_at: { gte: 'x' } };
    const answer = await provider({ list }).getList('orders', asked(1, { filter, sort: { field: 'values.placed_at', order: 'DESC' } }));
    expect(list).toHaveBeenCalledWith(
      'orders',
      { limit: 25, q: 'mug', sort: '-placed_at', filter: JSON.stringify({ status: ['paid'], member_id: null, placed_at: { gte: 'x' } }) },
      undefined,
    );
    expect(answer).toMatchObject({ total: 1234567, meta: { isExact: false }, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
  });

  it('goes on from the cursor of the page before, and only within the same list', async () => {
    const list = vi.fn(async (_resource: string, query: { cursor?: string }) => page({ next_cursor: query.cursor ? 'c3' : 'c2' }));
    const { getList } = provider({ list });
    await getList('orders', asked(1));
    await getList('orders', asked(2));
    await getList('orders', asked(3));
    await getList('orders', asked(2, { sort: { field: 'values.title', order: 'DESC' } }));
    await getList('orders', { ...asked(2), pagination: { page: 2, perPage: 50 } });
    const places = list.mock.calls.map(([, { cursor, ...query }]) => cursor ?? (query as { offset?: number }).offset);
    expect(places).toEqual([undefined, 'c2', 'c3', 25, 50]);
  });

  it('a page that was never led to is reached by its offset, unless it lies too deep', async () => {
    const list = vi.fn(async () => page());
    const { getList } = provider({ list });
    await getList('orders', asked(401));
    expect(list).toHaveBeenCalledWith('orders', { limit: 25, sort: 'title', offset: 10000 }, undefined);
    await expect(getList('orders', asked(402))).rejects.toMatchObject({ body: { code: 'page_too_deep' } });
  });

  it('many objects by their ids, each once, 200 at a time', async () => {
    const list = vi.fn(async (_resource: string, _query: { filter?: string }) => page());
    const ids = Array.from({ length: 250 }, (_, at) => String(at));
    await provider({ list }).getMany('members', { ids: [...ids, '1', 1] });
    expect(list).toHaveBeenCalledTimes(2);
    expect(JSON.parse(list.mock.calls[1]![1].filter!).id).toHaveLength(50);
  });
});

describe('changes', () => {
  it('sends only what differs, with the version that was looked at', async () => {
    const update = vi.fn(async () => object);
    const data = { ...object, values: { ...object.values, price: 2999, note: undefined, tags: ['a'] } };
    await provider({ update }).update('products', { id: '1', data, previousData: object });
    expect(update).toHaveBeenCalledWith('products', '1', '7', { price: 2999 });
  });

  it('sends nothing when nothing differs', async () => {
    const update = vi.fn();
    await provider({ update }).update('products', { id: '1', data: object, previousData: object });
    expect(update).not.toHaveBeenCalled();
  });

  it('leaves out of a new object what was left empty, but not false and 0', async () => {
    const create = vi.fn(async () => object);
    await provider({ create }).create('products', { data: { values: { title: 'x', slug: '', note: null, price: 0, on: false } } });
    expect(create).toHaveBeenCalledWith('products', { title: 'x', price: 0, on: false });
  });

  it('errors of fields arrive where the form looks for them', async () => {
    const update = async () => {
      throw new ApiError('Wrong', 422, 'invalid_input', [
        { field: 'title', code: 'taken', message: 'It is taken.' },
        { field: 'values.slug', code: 'x', message: 'No.' },
      ]);
    };
    const failed = provider({ update }).update('products', { id: '1', data: { values: { title: 'y' } }, previousData: object });
    await expect(failed).rejects.toMatchObject({
      status: 422,
      body: { code: 'invalid_input', errors: { values: { title: 'It is taken.', slug: 'No.' } } },
    } satisfies Partial<HttpError>);
  });

  it('an error without a field is the form’s', async () => {
    const update = async () => {
      throw new ApiError('Somebody else changed it.', 409, 'edit_conflict');
    };
    const failed = provider({ update }).update('products', { id: '1', data: { values: { title: 'y' } }, previousData: object });
    await expect(failed).rejects.toMatchObject({ body: { code: 'edit_conflict', errors: { root: { serverError: 'Somebody else changed it.' } } } });
  });
});
