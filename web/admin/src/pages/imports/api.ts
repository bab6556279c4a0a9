import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '@startupwebapp/api-client';
import { call } from '../../api/call';
import { client } from '../../api/client';

export type Import = Schemas['Import'];
export type ImportRow = Schemas['ImportRow'];
export type Mode = Import['mode'];
export type Encoding = Import['encoding'];

/** What the server takes at a time. */
const PIECE = 1024 * 1024;
/** A break of the connection is waited for so often, a second longer each time, before the user is asked. */
const TRIES = 5;

const path = (id: string) => ({ path: { id } });

export const isAtWork = (state: Import['state']) => state === 'checking' || state === 'applying';

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => call(client.GET('/api/admin/imports/{id}', { params: path(id), signal })),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data.state) ? 1000 : false),
  });

export const imports = {
  list: (cursor: string, signal: AbortSignal) =>
    call(client.GET('/api/admin/imports', { params: { query: cursor ? { cursor } : {} }, signal })),
  rows: (id: string, only: 'all' | 'errors', cursor: string, signal: AbortSignal) =>
    call(client.GET('/api/admin/imports/{id}/rows', { params: { ...path(id), query: { only, ...(cursor ? { cursor } : {}) } }, signal })),
  create: (body: { resource: string; filename: string; size: number; mode: Mode; encoding: Encoding }) =>
    call(client.POST('/api/admin/imports', { body })),
  check: (id: string) => call(client.POST('/api/admin/imports/{id}/check', { params: path(id) })),
  apply: (id: string) => call(client.POST('/api/admin/imports/{id}/apply', { params: path(id) })),
  remove: (id: string) => call(client.DELETE('/api/admin/imports/{id}', { params: path(id) })),
  get: (id: string) => call(client.GET('/api/admin/imports/{id}', { params: path(id) })),
};

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

function putPiece(id: string, offset: number, piece: Blob): Promise<Import> {
  return call(
    client.PUT('/api/admin/imports/{id}/content', {
      params: { ...path(id), query: { offset } },
      body: piece as unknown as string,
      bodySerializer: (body: unknown) => body as Blob,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
}

/** Sends what the server does not have yet. After a break it asks where to go on. */
export async function upload(id: string, file: Blob, onProgress: (received: number) => void, isWanted: () => boolean): Promise<void> {
  let { received } = await imports.get(id);
  for (let tries = 0; received < file.size && isWanted(); ) {
    onProgress(received);
    try {
      ({ received } = await putPiece(id, received, file.slice(received, received + PIECE)));
      tries = 0;
    } catch (error) {
      if (++tries > TRIES) throw error;
      await wait(1000 * tries);
      ({ received } = await imports.get(id).catch(() => ({ received })));
    }
  }
  onProgress(received);
}

/** Files that were chosen for an import that has just begun; its page sends them. */
export const chosenFiles = new Map<string, File>();
