import { call } from './call';
import { client } from './client';

export interface Media {
  file: string;
  url: string;
  type: string;
  size: number;
}

type Send = (path: string, init: unknown) => Promise<{ data?: Media; error?: unknown; response: Response }>;

/** Sends a picture as it is; the reply tells the name under which it is kept. */
export function uploadMedia(file: Blob): Promise<Media> {
  const post = client.POST as unknown as Send;
  const headers = { 'Content-Type': file.type || 'application/octet-stream' };
  return call<Media>(post('/api/admin/media', { body: file, bodySerializer: (body: Blob) => body, headers }));
}
