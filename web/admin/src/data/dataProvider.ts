import { HttpError, type DataProvider, type GetListParams, type RaRecord } from 'react-admin';
import { admin as realAdmin } from '../api/admin';
import type { AdminObject, Value } from '../api/schema';
import { changedValues } from './changes';
import { Cursors } from './cursors';
import { toHttpError } from './errors';
import { toApiFilter, toApiSort } from './filter';

/** Objects of one request by their ids, at most. */
const IDS_MAX = 200;

type Admin = typeof realAdmin;
const LIST_QUERY_LIMIT = 25;

/** react-admin's questions, answered by the API. Records are the API's objects: {id, title, version, values}. */
export function createDataProvider(admin: Admin = realAdmin): DataProvider {
  const cursors = new Cursors();

  async function getList(resource: string, params: Partial<GetListParams> & { signal?: AbortSignal }) {
    const { page, perPage } = params.pagination ?? { page: 1, perPage: LIST_QUERY_LIMIT };
    const sort = toApiSort(params.sort);
    const asked = { ...toApiFilter(params.filter ?? {}), ...(sort ? { sort } : {}), limit: perPage };
    const list = JSON.stringify([resource, asked]);
    const place = cursors.place(list, page, perPage);
    if (!place) {
      throw new HttpError('This page lies too deep to be opened at once. Please begin with the first one.', 400, {
        code: 'page_too_deep',
      });
    }
    const answer = await admin.list(resource, { ...asked, ...place }, params.signal);
    cursors.remember(list, page, answer.next_cursor);
    return {
      data: answer.items as RaRecord[],
      total: answer.total,
      pageInfo: { hasNextPage: answer.next_cursor !== null, hasPreviousPage: page > 1 },
      meta: { isExact: answer.total_is_exact },
    };
  }

  async function getMany(resource: string, { ids, signal }: { ids: readonly unknown[]; signal?: AbortSignal }) {
    const wanted = [...new Set(ids.map(String))];
    const found: AdminObject[] = [];
    for (let at = 0; at < wanted.length; at += IDS_MAX) {
      const some = wanted.slice(at, at + IDS_MAX);
      const answer = await admin.list(resource, { limit: IDS_MAX, filter: JSON.stringify({ id: some }) }, signal);
      found.push(...answer.items);
    }
    return { data: found as RaRecord[] };
  }

  const provider = {
    getList,
    getMany,
    getManyReference: (resource: string, params: GetListParams & { target: string; id: unknown }) =>
      getList(resource, {
        ...params,
        filter: { ...(params.filter as object), [params.target.replace(/^values\./, '')]: params.id },
      }),
    getOne: async (resource: string, { id, signal }: { id: unknown; signal?: AbortSignal }) => ({
      data: await admin.get(resource, String(id), signal),
    }),
    create: async (resource: string, { data }: { data: { values?: Record<string, Value> } }) => ({
      data: await admin.create(resource, given(data.values ?? {})),
    }),
    update: async (
      resource: string,
      { id, data, previousData }: { id: unknown; data: Partial<AdminObject>; previousData?: AdminObject },
    ) => {
      const values = changedValues(previousData?.values ?? {}, data.values ?? {});
      if (!Object.keys(values).length && previousData) return { data: previousData };
      return { data: await admin.update(resource, String(id), data.version ?? previousData?.version ?? '', values) };
    },
    delete: async (resource: string, { id, previousData }: { id: unknown; previousData?: AdminObject }) => {
      await admin.remove(resource, String(id), previousData?.version);
      return { data: previousData ?? { id: String(id) } };
    },
    updateMany: async (resource: string, { ids, data }: { ids: unknown[]; data: Record<string, Value> }) => {
      await admin.bulk(resource, { action: 'update', ids: ids.map(String), values: data });
      return { data: ids };
    },
    deleteMany: async (resource: string, { ids }: { ids: unknown[] }) => {
      await admin.bulk(resource, { action: 'delete', ids: ids.map(String) });
      return { data: ids };
    },
  };
  return { ...withHttpErrors(provider), supportAbortSignal: true } as unknown as DataProvider;
}

/** For a new object nothing is sent for what was left empty: the column's default holds. */
function given(values: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined && entry[1] !== null && entry[1] !== ''),
  );
}

type Call = (...args: never[]) => Promise<unknown>;

function withHttpErrors<P extends Record<string, Call>>(provider: P): P {
  const wrapped = Object.entries(provider).map(([name, answer]) => [
    name,
    async (...args: never[]) => {
      try {
        return await answer(...args);
      } catch (error) {
        throw toHttpError(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as P;
}

export const dataProvider = createDataProvider();
