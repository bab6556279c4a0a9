// startupwebapp superuser create: from the environment, asked on a terminal, and for somebody who is there already.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { newMember, otherPassword, password } from '../support/accounts.js';
import { startAdmin } from '../support/admin.js';
import { assertStatus, count } from '../support/sales.js';
import { program } from '../support/store.js';

let store, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swa-superuser-'));
  store = await startAdmin();
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store?.stop();
});

let people = 0;
const told = (more = {}) => {
  const n = ++people;
  return { SUPERUSER_USERNAME: `root.${n}`, SUPERUSER_EMAIL: `Root${n}@Post.example`, SUPERUSER_PASSWORD: password, ...more };
};

function run(env, words = []) {
  const { status, stdout, stderr, error } = spawnSync(program, ['superuser', 'create', ...words],
    { env: { ...store.env, ...env }, encoding: 'utf8', timeout: 50000, stdio: ['ignore', 'pipe', 'pipe'] });
  assert.ifError(error);
  return { status, stdout, stderr };
}

const userNamed = async (username) => (await store.sql('select * from users where username_key = lower($1)', [username]))[0];
async function canEnter(username, word = password) {
  const visitor = await store.visitor();
  return (await visitor.post('/api/admin/session', { username, password: word })).status === 200;
}

test('from the environment: somebody who gets into the admin, without being a customer', async () => {
  const env = told();
  const { status, stdout, stderr } = run(env);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: `${env.SUPERUSER_USERNAME} is a superuser\n`, stderr: '' });
  const user = await userNamed(env.SUPERUSER_USERNAME);
  assert.ok(user.is_staff && user.is_superuser && user.is_active);
  assert.equal(user.email, env.SUPERUSER_EMAIL.toLowerCase());
  assert.equal(user.email_verified_at, null);
  assert.match(user.password_hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  assert.equal(await count(store, 'members', `user_id = ${user.id}`), 0);
  assert.ok(await canEnter(env.SUPERUSER_USERNAME));
});

test('each may be in a file', async () => {
  const env = {};
  for (const [name, value] of Object.entries(told())) {
    const file = join(folder, name);
    writeFileSync(file, `${value}\n`);
    env[`${name}_FILE`] = file;
  }
  assert.equal(run(env).status, 0);
  assert.ok(await canEnter(`root.${people}`));
});

test('the rules of registration hold, and all that is wrong is told', async () => {
  const before = await count(store, 'users', 'true');
  const { status, stdout, stderr } = run(told({ SUPERUSER_USERNAME: 'a b', SUPERUSER_EMAIL: 'nobody', SUPERUSER_PASSWORD: 'short' }));
  assert.equal(status, 1);
  assert.equal(stdout, '');
  const lines = stderr.trim().split('\n');
  assert.ok(lines.length >= 5, stderr);
  for (const line of lines) assert.match(line, /^startupwebapp: \w/);
  assert.ok(!stderr.includes('short'), 'a password is not told');
  const similar = told();
  assert.equal(run({ ...similar, SUPERUSER_USERNAME: 'gerhard.mueller', SUPERUSER_PASSWORD: 'Gerhard.Mueller!1' }).status, 1);
  assert.equal(await count(store, 'users', 'true'), before);
});

test('a name that is taken, or looks like one that is, is refused and left as it was', async () => {
  const { who } = await newMember(store, { username: 'paypal' });
  for (const name of ['paypal', 'PayPal', 'PAYPAL', 'paypa1']) {
    const { status, stderr } = run(told({ SUPERUSER_USERNAME: name, SUPERUSER_PASSWORD: otherPassword }));
    assert.equal(status, 1, name);
    assert.match(stderr, /taken.*--promote/);
  }
  assert.equal((await userNamed(who.username)).is_superuser, false);
});

test('two at one moment for one name: one is made', async () => {
  const env = { ...store.env, ...told() };
  const ends = await Promise.all([1, 2, 3, 4].map(() => new Promise((done) =>
    spawn(program, ['superuser', 'create'], { env, stdio: 'ignore' }).once('exit', done))));
  assert.deepEqual(ends.sort(), [0, 1, 1, 1]);
});

test('nobody is there to ask: a hint, and nothing happens', () => {
  const { SUPERUSER_USERNAME } = told();
  for (const env of [{}, { SUPERUSER_USERNAME }]) {
    const { status, stderr } = run(env);
    assert.equal(status, 1);
    assert.match(stderr, /SUPERUSER_USERNAME, SUPERUSER_EMAIL and SUPERUSER_PASSWORD/);
  }
});

test('--promote makes somebody a superuser who is there already, also one whose account was closed', async () => {
  const { who } = await newMember(store);
  await store.sql('update users set is_active = false where username_key = lower($1)', [who.username]);
  assert.ok(!await canEnter(who.username));
  const { status, stdout } = run({}, ['--promote', who.username.toUpperCase()]);
  assert.deepEqual({ status, stdout }, { status: 0, stdout: `${who.username} is a superuser now\n` });
  assert.ok((await userNamed(who.username)).is_superuser);
  assert.ok(await canEnter(who.username));
  const unknown = run({}, ['--promote', 'nobody.here']);
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /nobody of this name/);
});

test('called wrongly it says how', () => {
  for (const words of [['--promote'], ['--force', 'x'], ['x']]) assert.equal(run(told(), words).status, 2);
  assert.equal(spawnSync(program, ['superuser'], { env: store.env }).status, 2);
  const help = spawnSync(program, ['superuser', '--help'], { env: store.env, encoding: 'utf8' });
  assert.match(help.stdout, /superuser create \[--promote NAME\]/);
});

test('a database without the schema: a word of what to do', () => {
  const { status, stderr } = run({ ...told(), DATABASE_NAME: 'postgres' });
  assert.equal(status, 1);
  assert.match(stderr, /migrated/);
});

// Answers each question when it is asked; resolves to all that the terminal showed, and the status.
function talk(answers, env = {}) {
  const child = spawn('script', ['-qec', `${program} superuser create`, '/dev/null'], { env: { ...store.env, ...env, TERM: 'dumb' } });
  let shown = '', answered = 0, from = 0;
  child.stdout.on('data', (piece) => {
    shown += piece;
    while (answered < answers.length) {
      const [question, answer] = answers[answered];
      const at = shown.indexOf(`${question}: `, from);
      if (at < 0) return;
      from = at + question.length;
      answered++;
      // a terminal that is being told to hide what is typed drops what was typed before
      setTimeout(() => child.stdin.write(answer), 200);
    }
  });
  return new Promise((done) => child.once('exit', (status) => done({ status, shown, answered })));
}

test('on a terminal it asks, again after an answer that will not do, and shows no password', async () => {
  const { SUPERUSER_USERNAME: username, SUPERUSER_EMAIL: email } = told();
  const answers = [['Username', 'a b\n'], ['Username', `${username}\n`], ['E-mail', 'nobody\n'], ['E-mail', `${email}\n`],
    ['Password', `${password}\n`], ['Password, once more', `${otherPassword}\n`],
    ['Password', 'weak\n'], ['Password, once more', 'weak\n'],
    ['Password', `${password}\n`], ['Password, once more', `${password}\n`]];
  const { status, shown, answered } = await talk(answers);
  assert.equal(answered, answers.length, shown);
  assert.equal(status, 0, shown);
  assert.match(shown, /The two passwords differ/);
  for (const secret of [password, otherPassword, 'weak']) assert.ok(!shown.includes(secret), shown);
  assert.match(shown, new RegExp(`${username} is a superuser`));
  assert.ok(await canEnter(username));
});

test('on a terminal it asks for what the environment does not tell', async () => {
  const { SUPERUSER_PASSWORD: _, ...env } = told();
  const { status, shown } = await talk([['Password', `${password}\n`], ['Password, once more', `${password}\n`]], env);
  assert.equal(status, 0, shown);
  assert.ok(!shown.includes('Username'));
});

test('whoever ends the input or interrupts has made nobody', async () => {
  const { SUPERUSER_USERNAME: username } = told();
  const ended = await talk([['Username', `${username}\n`], ['E-mail', '\u0004']]);
  assert.equal(ended.status, 1, ended.shown);
  const interrupted = await talk([['Username', `${username}\n`], ['E-mail', 'a@post.example\n'], ['Password', '\u0003']]);
  assert.notEqual(interrupted.status, 0, interrupted.shown);
  assert.equal(await userNamed(username), undefined);
});
