// Pictures made byte by byte, of any size, and without the pixels.
import { deflateSync, crc32 } from 'node:zlib';

const big = (n, bytes) => { const b = Buffer.alloc(bytes); b.writeUIntBE(n, 0, bytes); return b; };
const little = (n, bytes) => { const b = Buffer.alloc(bytes); b.writeUIntLE(n, 0, bytes); return b; };

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([big(data.length, 4), body, big(crc32(body), 4)]);
}

export const png = (width, height, note = '') => Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.concat([big(width, 4), big(height, 4), Buffer.from([8, 0, 0, 0, 0])])),
  ...(note ? [chunk('tEXt', Buffer.from(`Comment\0${note}`))] : []),
  chunk('IDAT', deflateSync(Buffer.alloc(width * height < 1e6 ? (width + 1) * height : 1))),
  chunk('IEND', Buffer.alloc(0))]);

export const jpeg = (width, height) => Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]), big(16, 2), Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from([0xff, 0xff, 0xc2]), big(11, 2), Buffer.from([8]), big(height, 2), big(width, 2), Buffer.from([1, 1, 0x11, 0]),
  Buffer.from([0xff, 0xda]), big(8, 2), Buffer.from([1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9])]);

export const gif = (width, height) => Buffer.concat([
  Buffer.from('GIF89a'), little(width, 2), little(height, 2), Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
  Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0]), little(width, 2), little(height, 2), Buffer.from([0, 2, 2, 0x44, 1, 0, 0x3b])]);

const riff = (type, data) => Buffer.concat([Buffer.from(type), little(data.length, 4), data, Buffer.alloc(data.length & 1)]);
const webp = (...chunks) => {
  const all = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return Buffer.concat([Buffer.from('RIFF'), little(all.length, 4), all]);
};
export const webpLossless = (width, height) =>
  webp(riff('VP8L', Buffer.concat([Buffer.from([0x2f]), little((width - 1) + (height - 1) * 16384, 4), Buffer.from([7])])));
export const webpExtended = (width, height) => webp(
  riff('VP8X', Buffer.concat([Buffer.from([0, 0, 0, 0]), little(width - 1, 3), little(height - 1, 3)])),
  riff('VP8 ', Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 1, 0, 1, 0])));

const box = (type, ...content) => {
  const all = Buffer.concat(content);
  return Buffer.concat([big(all.length + 8, 4), Buffer.from(type), all]);
};
export const avif = (width, height) => Buffer.concat([
  box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')),
  box('meta', Buffer.alloc(4), box('hdlr', Buffer.alloc(24)), box('iprp', box('ipco',
    box('ispe', Buffer.alloc(4), big(1, 4), big(1, 4)), box('ispe', Buffer.alloc(4), big(width, 4), big(height, 4))))),
  box('mdat', Buffer.from('pixels'))]);
