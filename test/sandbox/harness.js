// Starts a Stripe sandbox of its own for a test, with a shop that takes its hooks.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

export const program =
  process.env.STRIPE_SANDBOX ?? fileURLToPath(new URL('../../build/stripe-sandbox', import.meta.url));
export const key = 'sk_test_of_the_sandbox';
const secret = 'whsec_test_of_the_sandbox';

/** The shop: takes hooks, checks their signature and remembers them. */
export class Shop {
  events = [];
  refused = 0;
  answer = () => 200;

  async start() {
    this.server = http.createServer((request, response) => this.#take(request, response));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #take(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const body = Buffer.concat(chunks);
      const event = Stripe.webhooks.constructEvent(body, request.headers['stripe-signature'], secret);
      const status = await this.answer(event);
      if (status < 300) this.events.push(event);
      response.writeHead(status).end();
    } catch {
      this.refused += 1;
      response.writeHead(400).end();
    }
  }

  of(session, type = 'checkout.session.completed') {
    return this.events.filter((event) => event.type === type && event.data.object.id === session.id);
  }
}

/** A running sandbox and a client of it. */
export class Sandbox {
  constructor(shop) {
    this.shop = shop;
  }

  async start() {
    this.folder ??= mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
    const options = {
      listen: '127.0.0.1:0',
      'webhook-url': `${this.shop.url}/webhooks/stripe`,
      'webhook-secret': secret,
      'api-key': key,
      state: join(this.folder, 'state.jsonl'),
    };
    this.child = spawn(
      program,
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(this.child, 'spawn'); // or its error: not built
    const output = createInterface({ input: this.child.stdout });
    const [line] = await once(output, 'line', { signal: AbortSignal.timeout(10000) });
    this.url = line.match(/^listening on (http:\/\/\S+)$/)[1];
    this.stripe = this.client();
  }

  async stop() {
    this.child.kill('SIGTERM');
    const [code] = await once(this.child, 'exit');
    assert.equal(code, 0);
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  client(options = {}) {
    const { hostname, port } = new URL(this.url);
    return new Stripe(options.key ?? key, {
      host: hostname,
      port,
      protocol: 'http',
      maxNetworkRetries: options.retries ?? 0,
      telemetry: false,
    });
  }

  /** The control API: {status, body}. */
  async control(method, path, body) {
    const response = await fetch(`${this.url}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }

  faults(wanted) {
    return wanted ? this.control('POST', 'faults', wanted) : this.control('DELETE', 'faults');
  }

  create(more, options) {
    return this.stripe.checkout.sessions.create(order(this.shop, more), options);
  }

  /** A session that has been paid for; the shop has answered, unless a fault keeps the hook from it. */
  async paid(more, request = {}) {
    const session = await this.create(more);
    const { status } = await this.control('POST', `sessions/${session.id}/pay`, { wait: true, ...request });
    assert.equal(status, 200);
    return this.stripe.checkout.sessions.retrieve(session.id);
  }

  /** Sends the payment page's form. */
  submit(session, fields = {}) {
    return fetch(`${this.url}/pay/${session.id}`, {
      method: 'POST',
      body: new URLSearchParams({ ...customer, ...fields }),
      redirect: 'manual',
    });
  }
}

export async function until(what, condition, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const line = (name, unit_amount, quantity = 1, currency = 'usd') => ({
  quantity,
  price_data: { currency, unit_amount, product_data: { name, metadata: { sku: name } } },
});

export const rate = (display_name, amount) => ({
  shipping_rate_data: { display_name, type: 'fixed_amount', fixed_amount: { amount, currency: 'usd' } },
});

export const order = (shop, more = {}) => ({
  mode: 'payment',
  line_items: [line('Mug', 1999, 2), line('Apron', 2950)],
  success_url: `${shop.url}/done?session={CHECKOUT_SESSION_ID}`,
  cancel_url: `${shop.url}/cart`,
  ...more,
});

const customer = {
  email: 'jo@example.com',
  card_number: '4242 4242 4242 4242',
  card_expiry: '12 / 34',
  card_cvc: '123',
  name: 'Jo Doe',
  line1: '1 Main St',
  city: 'Springfield',
  state: 'IL',
  postal_code: '62701',
  country: 'US',
  shipping_same: '1',
};
