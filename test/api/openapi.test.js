// docs/openapi.yaml is the contract: it tells all routes and nothing else, and the tests do compare replies with it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { withoutToken } from '../support/accountRoutes.js';
import { checkReply, contract, contractText, follow } from '../support/contract.js';
import { program, startStore } from '../support/store.js';

const methods = ['get', 'put', 'post', 'delete', 'patch'];
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.filter((method) => item[method]).map((method) => ({
    path, method, operation: item[method], parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(follow) })));

function references(thing, found = new Set()) {
  if (thing && typeof thing === 'object') {
    if (typeof thing.$ref === 'string') found.add(thing.$ref);
    for (const value of Object.values(thing)) references(value, found);
  }
  return found;
}

test('the routes of the program and those of the contract are the same', () => {
  const served = execFileSync(program, ['routes'], { encoding: 'utf8' }).trim().split('\n').sort();
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort();
  assert.deepEqual(described, served);
});

test('the contract is complete in itself', () => {
  const all = references(contract);
  for (const reference of all) assert.ok(follow({ $ref: reference }), `${reference} stands for nothing`);
  for (const [kind, entries] of Object.entries(contract.components))
    for (const name of Object.keys(entries)) assert.ok(all.has(`#/components/${kind}/${name}`), `${kind}/${name} is not used`);
  const tags = new Set(contract.tags.map(({ name }) => name));
  const names = new Set();
  for (const { path, method, operation, parameters } of operations) {
    const what = `${method} ${path}`;
    assert.ok(operation.operationId && !names.has(operation.operationId), `${what} needs an operationId of its own`);
    names.add(operation.operationId);
    assert.ok(operation.summary && operation.tags.every((tag) => tags.has(tag)), what);
    assert.ok(operation.responses.default, `${what} does not tell its problems`);
    const inPath = parameters.filter((p) => p.in === 'path').map((p) => p.name).sort();
    assert.deepEqual(inPath, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort(), what);
    const takesToken = parameters.some((p) => p.in === 'header' && p.name === 'X-CSRFToken' && p.required);
    const needsToken = method !== 'get' && path.startsWith('/api/') && !withoutToken.includes(`${method.toUpperCase()} ${path}`);
    assert.equal(takesToken, needsToken, `${what}: CSRF token`);
  }
});

test('objects in replies tell all their properties', () => {
  for (const [name, schema] of Object.entries(contract.components.schemas)) {
    if (schema.type !== 'object' || name === 'Problem') continue; // RFC 9457 lets problems have more
    assert.equal(schema.additionalProperties, false, name);
    for (const required of schema.required) assert.ok(schema.properties[required], `${name}.${required}`);
  }
});

test('the program serves the contract', async (t) => {
  const store = await startStore({ seed: '', sandbox: false });
  t.after(() => store.stop());
  const reply = await fetch(`${store.url}/api/openapi.yaml`);
  assert.equal(reply.headers.get('content-type'), 'application/yaml');
  assert.equal(await reply.text(), contractText);
});

test('a reply that breaks the contract is noticed', () => {
  const headers = new Headers({ 'content-type': 'application/json', 'x-request-id': '0123456789abcdef' });
  const page = { items: [], next_cursor: null, currency: 'USD' };
  const check = (path, status, body, more = {}) =>
    checkReply('GET', path, { status, body, text: JSON.stringify(body), headers: new Headers({ ...Object.fromEntries(headers), ...more }) });
  check('/api/v1/products', 200, page);
  const problem = { type: 't', title: 't', status: 404, code: 'not_found', request_id: '0123456789abcdef' };
  check('/api/v1/products/x', 404, problem, { 'content-type': 'application/problem+json' });
  for (const wrong of [
    () => check('/api/v1/products', 200, { ...page, currency: 'dollars' }),
    () => check('/api/v1/products', 200, { ...page, more: 1 }),
    () => check('/api/v1/products', 201, page),
    () => check('/api/v1/products', 200, page, { 'content-type': 'text/html' }),
    () => check('/api/v1/products', 200, page, { 'x-request-id': '' }),
    () => check('/api/v1/products/x', 404, problem),
    () => check('/api/v1/products/x', 400, problem, { 'content-type': 'application/problem+json' }),
    () => check('/api/v1/nothing', 200, {}),
  ]) assert.throws(wrong, assert.AssertionError);
});
