// A mail server that does as the test says. `script(recipient, attempt)` gives the reply to the end of DATA: a string as
// "250 ok", or 'drop' to close the connection without one; or { mail: '421 busy' } and { rcpt: '550 no' } to answer those
// commands so, { cut: true } to close the connection in the middle of the mail. `greeting` is said to who connects;
// after a 421 the connection is closed. `pipelining`: whether it is offered; `drip`: ms between a reply's bytes.
import { createServer } from 'node:net';

export async function startMailServer(script = () => '250 ok', port = 0) {
  const taken = [];          // { recipient, text } that was answered with 250
  const attempts = new Map();
  const sockets = new Set();
  const state = { taken, attempts, script, greeting: '220 mail.test', pipelining: false, drip: 0, connections: 0, most: 0 };

  async function drip(socket, text) {
    for (const each of text) {
      socket.write(each);
      await new Promise((done) => setTimeout(done, state.drip));
    }
  }

  const server = createServer((socket) => {
    let buffer = '', data = false, sender = '', recipient, plan, refused = false;
    sockets.add(socket);
    state.connections++;
    state.most = Math.max(state.most, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (line) => {
      if (state.drip) drip(socket, `${line}\r\n`);
      else if (line.startsWith('421')) socket.end(`${line}\r\n`);
      else socket.write(`${line}\r\n`);
    };
    const planFor = (line) => {
      recipient = line.match(/<(.*)>/)[1];
      const attempt = (attempts.get(recipient) ?? 0) + 1;
      attempts.set(recipient, attempt);
      plan = state.script(recipient, attempt);
      refused = plan.rcpt !== undefined && !plan.rcpt.startsWith('2');
      say(plan.rcpt ?? '250 ok');
    };
    const command = (line) => {
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') say(`250-mail.test\r\n250-8BITMIME\r\n${state.pipelining ? '250-PIPELINING\r\n' : ''}250 SIZE 10000000`);
      else if (word === 'MAIL') say(state.script(sender, 0)?.mail ?? '250 ok');
      else if (word === 'RCPT') planFor(line);
      else if (word === 'DATA' && refused) say('554 no valid recipients');
      else if (word === 'DATA') {
        say('354 go on');
        data = true;
      } else if (word === 'QUIT') socket.end('221 bye\r\n');
      else {
        refused = false;
        say('250 ok');
      }
    };
    const message = async (text) => {
      data = false;
      const reply = await plan;
      if (reply === 'drop') return socket.destroy();
      if (reply.startsWith('250')) taken.push({ recipient, text });
      return say(reply);
    };
    say(state.greeting);
    socket.on('data', (piece) => {
      buffer += piece.toString('latin1');
      for (;;) {
        if (data && plan.cut && buffer) return socket.destroy(); // some of the mail is here
        const end = data ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
        if (end < 0) return undefined;
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + (data ? 5 : 2));
        if (data) message(`${text}\r\n`.replace(/\r\n\.\./g, '\r\n.'));
        else command(text);
      }
    });
  });
  await new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  state.port = server.address().port;
  state.url = `smtp://127.0.0.1:${state.port}?starttls=none`;
  state.stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  };
  return state;
}
