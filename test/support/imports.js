// What tests of CSV import share: a file sent in pieces, and waiting for the job.
import { assertStatus } from './sales.js';
import { until } from './store.js';

export const pieceSize = 1024 * 1024;

export async function begin(staff, resource, bytes, { mode = 'both', encoding } = {}) {
  const reply = await staff.post('/api/admin/imports', { resource, filename: 'file.csv', size: bytes.length, mode, ...(encoding && { encoding }) });
  return assertStatus(reply, 201).body;
}

export const sendPiece = (staff, id, offset, piece) => staff.put(
  `/api/admin/imports/${id}/content?offset=${offset}`, piece, { 'content-type': 'application/octet-stream' });

export async function send(staff, id, bytes, from = 0) {
  for (let at = from; at < bytes.length; at += pieceSize)
    assertStatus(await sendPiece(staff, id, at, bytes.subarray(at, at + pieceSize)), 200);
}

export const look = async (staff, id) => assertStatus(await staff.get(`/api/admin/imports/${id}`), 200).body;

export const settled = (staff, id, ms = 60000) => until(async () => {
  const found = await look(staff, id);
  return ['checking', 'applying'].includes(found.state) ? undefined : found;
}, ms);

// A text or bytes, checked.
export async function check(staff, resource, text, options) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const { id } = await begin(staff, resource, bytes, options);
  await send(staff, id, bytes);
  assertStatus(await staff.post(`/api/admin/imports/${id}/check`), 202);
  return settled(staff, id);
}

export async function apply(staff, id) {
  assertStatus(await staff.post(`/api/admin/imports/${id}/apply`), 202);
  return settled(staff, id);
}

export async function rowsOf(staff, id, only = 'all') {
  const rows = [];
  for (let cursor = ''; cursor !== null;) {
    const { body } = assertStatus(await staff.get(`/api/admin/imports/${id}/rows?only=${only}&cursor=${cursor}&limit=200`), 200);
    rows.push(...body.items);
    cursor = body.next_cursor;
  }
  return rows;
}
