import type { ApiError } from '@startupwebapp/api-client';
import { call } from '../api/call';
import { client } from '../api/client';

/*
 * Pictures are made smaller here, so that the server never decodes one, phones load small ones, and what a camera wrote
 * beside the picture (where it was taken) stays at home.
 */
const WIDTHS = [400, 800, 1600];
const QUALITY = 0.82;
const BYTES_MAX = 60 * 1024 * 1024;

export interface SentPicture {
  file: string;
  width: number;
  height: number;
  variants: { file: string; width: number }[];
}

export class PictureError extends Error {}

/** The widths that a picture is kept in, the narrowest first; none is wider than the picture. */
export function widthsFor(natural: number): number[] {
  const largest = Math.min(natural, WIDTHS.at(-1)!);
  return [...WIDTHS.filter((width) => width < largest), largest];
}

async function decode(file: Blob): Promise<ImageBitmap> {
  if (file.size > BYTES_MAX) throw new PictureError('This file is larger than 60 MB.');
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new PictureError('Your browser can’t read this as a picture. Take a JPEG, PNG or WebP.');
  }
}

const encode = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob>((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new PictureError('This picture is too large for your browser.'))), type, QUALITY),
  );

async function resize(bitmap: ImageBitmap, width: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width));
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const webp = await encode(canvas, 'image/webp');
  // A browser that can't write WebP gives PNG, which is large for photographs.
  return webp.type === 'image/webp' ? webp : encode(canvas, 'image/jpeg');
}

const send = (blob: Blob) =>
  call(
    client.POST('/api/admin/media', {
      body: blob as unknown as string,
      bodySerializer: (body: unknown) => body as Blob,
      headers: { 'Content-Type': blob.type },
    }),
  );

/** Makes the sizes of a picture and sends them. Throws a PictureError, or an ApiError. */
export async function sendPicture(file: Blob): Promise<SentPicture> {
  const bitmap = await decode(file);
  try {
    const sent: Awaited<ReturnType<typeof send>>[] = [];
    for (const width of widthsFor(bitmap.width)) sent.push(await send(await resize(bitmap, width)));
    const largest = sent.at(-1)!;
    return {
      file: largest.file,
      width: largest.width,
      height: largest.height,
      variants: sent.map((each) => ({ file: each.file, width: each.width })),
    };
  } finally {
    bitmap.close();
  }
}

export const pictureProblem = (name: string, error: PictureError | ApiError | unknown) =>
  `${name}: ${error instanceof Error ? error.message : 'it could not be sent.'}`;
