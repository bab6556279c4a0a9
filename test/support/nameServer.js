// A name server that tells what a test says: TXT records by name.
import dgram from 'node:dgram';

const header = (id, flags, answers) => {
  const bytes = Buffer.alloc(12);
  [id, flags, 1, answers].forEach((word, i) => bytes.writeUInt16BE(word, 2 * i));
  return bytes;
};

// A character-string holds 255 bytes; longer texts are several (RFC 1035, 3.3.14).
function txt(text) {
  const pieces = [];
  for (let at = 0; at === 0 || at < text.length; at += 255) {
    const piece = Buffer.from(text.slice(at, at + 255));
    pieces.push(Buffer.from([piece.length]), piece);
  }
  const data = Buffer.concat(pieces);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0); // the name that was asked for
  record.writeUInt16BE(16, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function nameIn(message) {
  const labels = [];
  let at = 12;
  for (; message[at]; at += 1 + message[at]) labels.push(message.toString('ascii', at + 1, at + 1 + message[at]));
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

// server.records: {'shop.example': ['v=spf1 -all']}; server.asked: names in order; server.silent: answers nothing.
export async function startNameServer(records = {}) {
  const socket = dgram.createSocket('udp4');
  const server = { records, asked: [], silent: false };
  socket.on('message', (message, from) => {
    const { name, end } = nameIn(message);
    server.asked.push(name);
    if (server.silent) return;
    const texts = server.records[name];
    const id = message.readUInt16BE(0);
    const reply = [header(id, texts ? 0x8580 : 0x8583, texts?.length ?? 0), message.subarray(12, end), ...(texts ?? []).map(txt)];
    socket.send(Buffer.concat(reply), from.port, from.address);
  });
  await new Promise((done) => socket.bind(0, '127.0.0.1', done));
  server.address = `127.0.0.1:${socket.address().port}`;
  server.stop = () => socket.close();
  return server;
}

// All that a domain needs to pass.
export const goodRecords = (domain) => ({
  [domain]: ['v=spf1 include:_spf.post.example -all', 'another text'],
  [`mail._domainkey.${domain}`]: ['v=DKIM1; k=rsa; p=MIIB'],
  [`_dmarc.${domain}`]: ['v=DMARC1; p=none'],
});
