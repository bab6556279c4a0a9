// HTTP as bytes, for what fetch refuses to send.
import { connect } from 'node:net';

// The replies in `bytes`, as far as they are whole. Bodies by Content-Length only; `headOnly` for HEAD.
export function parseReplies(bytes, headOnly = false) {
  const replies = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) return replies;
    const [line, ...lines] = bytes.subarray(at, end).toString('latin1').split('\r\n');
    const headers = new Headers(lines.map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()]));
    const status = Number(line.split(' ')[1]);
    const size = headOnly || status < 200 ? 0 : Number(headers.get('content-length') ?? 0);
    if (bytes.length < end + 4 + size) return replies;
    const text = bytes.subarray(end + 4, end + 4 + size).toString();
    const body = /json/.test(headers.get('content-type') ?? '') && text ? JSON.parse(text) : text;
    if (status !== 100) replies.push({ status, headers, text, body });
    at = end + 4 + size;
  }
}

// Sends the pieces (strings are latin1) and waits for `count` replies or the end of the connection.
// Gives {replies, closed}: closed tells that the server ended the connection before all had come.
export function exchange(port, pieces, { count = 1, headOnly = false, ms = 20000, end = false } = {}) {
  return new Promise((done, fail) => {
    let bytes = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1');
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      done({ replies: parseReplies(bytes, headOnly), closed, bytes });
    };
    const timer = setTimeout(() => { socket.destroy(); fail(new Error(`no reply, only ${bytes.toString().slice(0, 500)}`)); }, ms);
    socket.on('error', () => finish(true)); // a reset: what came before still counts
    socket.on('end', () => finish(true));
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      if (parseReplies(bytes, headOnly).length >= count) finish(false);
    });
    socket.on('connect', async () => {
      for (const piece of [pieces].flat())
        if (!socket.destroyed) await new Promise((next) => { socket.write(piece, 'latin1', next); });
      if (end && !socket.destroyed) socket.end();
    });
  });
}
