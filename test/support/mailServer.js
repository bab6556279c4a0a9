// A mail server that does as the test says. `script(recipient, attempt)` gives the reply to the end of DATA: a string as
// "250 ok", or 'drop' to close the connection without one; or { rcpt: '550 no' } to refuse the recipient.
import { createServer } from 'node:net';

export async function startMailServer(script = () => '250 ok') {
  const taken = [];          // { recipient, text } that was answered with 250
  const attempts = new Map();
  const sockets = new Set();
  const state = { taken, attempts, script };
  const server = createServer((socket) => {
    let buffer = '', data = false, recipient, plan;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (line) => socket.write(`${line}\r\n`);
    const command = (line) => {
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') say('250-mail.test\r\n250-8BITMIME\r\n250 SIZE 10000000');
      else if (word === 'RCPT') {
        recipient = line.match(/<(.*)>/)[1];
        const attempt = (attempts.get(recipient) ?? 0) + 1;
        attempts.set(recipient, attempt);
        plan = state.script(recipient, attempt);
        say(plan.rcpt ?? '250 ok');
      } else if (word === 'DATA') {
        say('354 go on');
        data = true;
      } else if (word === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    };
    const message = async (text) => {
      data = false;
      const reply = await plan;
      if (reply === 'drop') return socket.destroy();
      if (reply.startsWith('250')) taken.push({ recipient, text });
      return say(reply);
    };
    say('220 mail.test');
    socket.on('data', (piece) => {
      buffer += piece.toString('latin1');
      for (;;) {
        const end = data ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
        if (end < 0) return;
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + (data ? 5 : 2));
        if (data) message(`${text}\r\n`.replace(/\r\n\.\./g, '\r\n.'));
        else command(text);
      }
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  state.url = `smtp://127.0.0.1:${server.address().port}?starttls=none`;
  state.stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  };
  return state;
}
