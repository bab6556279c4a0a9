import { call } from './call';
import { client } from './client';
import type { AdminObject, AdminSchema, BulkResult, Change, Page, SavedFilter, Value } from './schema';

/*
 * The generic part of the API, which is the same for every resource. The contract leaves the values of objects open
 * (they are what GET /api/admin/schema tells), so their types are given here.
 */
interface Options {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  signal?: AbortSignal | undefined;
}
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Send = (path: string, init: unknown) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

function send<T>(method: Method, address: string, { path, query, body, signal }: Options = {}): Promise<T> {
  const request = client[method] as unknown as Send;
  const init = { params: { path, query }, body, signal: signal ?? null };
  return call<T>(request(address, init) as Promise<{ data?: T; error?: unknown; response: Response }>);
}

export interface ListQuery {
  limit?: number;
  cursor?: string;
  offset?: number;
  sort?: string;
  q?: string;
  filter?: string;
}

export interface BulkBody {
  action: string;
  ids: string[];
  values?: Record<string, Value>;
  dry_run?: boolean;
}

export const admin = {
  schema: (signal?: AbortSignal) => send<AdminSchema>('GET', '/api/admin/schema', { signal }),
  list: (resource: string, query: ListQuery, signal?: AbortSignal) =>
    send<Page>('GET', '/api/admin/{resource}', { path: { resource }, query: { ...query }, signal }),
  get: (resource: string, id: string, signal?: AbortSignal) =>
    send<AdminObject>('GET', '/api/admin/{resource}/{id}', { path: { resource, id }, signal }),
  create: (resource: string, values: Record<string, Value>) =>
    send<AdminObject>('POST', '/api/admin/{resource}', { path: { resource }, body: { values } }),
  update: (resource: string, id: string, version: string, values: Record<string, Value>) =>
    send<AdminObject>('PATCH', '/api/admin/{resource}/{id}', { path: { resource, id }, body: { version, values } }),
  remove: (resource: string, id: string, version?: string) =>
    send<unknown>('DELETE', '/api/admin/{resource}/{id}', { path: { resource, id }, query: { version } }),
  bulk: (resource: string, body: BulkBody) =>
    send<BulkResult>('POST', '/api/admin/{resource}/bulk', { path: { resource }, body }),
  history: (resource: string, id: string, query: ChangesQuery, signal?: AbortSignal) =>
    send<Changes>('GET', '/api/admin/{resource}/{id}/history', { path: { resource, id }, query: { ...query }, signal }),
  changes: (query: ChangesQuery, signal?: AbortSignal) =>
    send<Changes>('GET', '/api/admin/changes', { query: { ...query }, signal }),
  change: (id: number, signal?: AbortSignal) => send<Change>('GET', '/api/admin/changes/{id}', { path: { id }, signal }),
  undo: (change: number) => send<unknown>('POST', '/api/admin/changes/{id}/undo', { path: { id: change } }),
  savedFilters: (resource: string, signal?: AbortSignal) =>
    send<{ items: SavedFilter[] }>('GET', '/api/admin/saved-filters', { query: { resource }, signal }),
  saveFilter: (body: Pick<SavedFilter, 'resource' | 'name' | 'query' | 'shared'>) =>
    send<SavedFilter>('POST', '/api/admin/saved-filters', { body }),
  forgetFilter: (id: SavedFilter['id']) => send<unknown>('DELETE', '/api/admin/saved-filters/{id}', { path: { id } }),
};

export interface ChangesQuery {
  cursor?: string;
  limit?: number;
}

export interface Changes {
  items: Change[];
  next_cursor: string | null;
}

/** Where the list, with its search, filter and order, can be downloaded. */
export function exportAddress(resource: string, query: Pick<ListQuery, 'filter' | 'q' | 'sort'>, format = 'csv'): string {
  const words = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(query)) if (value) words.set(name, value);
  return `/api/admin/${encodeURIComponent(resource)}/export?${words}`;
}
