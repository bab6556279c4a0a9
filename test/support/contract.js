// docs/openapi.yaml as a judge: every reply that a test gets is compared with it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';

export const contractText = readFileSync(resolve(import.meta.dirname, '../../docs/openapi.yaml'), 'utf8');
export const contract = load(contractText);

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

const pointer = (...words) => words.map((word) => `/${word.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

// What a "#/a/b" stands for; other objects stand for themselves.
export function follow(thing) {
  if (!thing?.$ref) return thing;
  return thing.$ref.slice(2).split('/').reduce((at, word) => at?.[word.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
}

function validator(path) {
  const key = `contract#${path}`;
  return ajv.getSchema(key) ?? ajv.compile({ $ref: key });
}

function template(path) {
  const plain = path.split('?')[0];
  if (contract.paths[plain]) return plain;
  const words = plain.split('/');
  // the one with the most fixed words, as the program's table has them first
  return Object.keys(contract.paths).filter((candidate) => {
    const wanted = candidate.split('/');
    return wanted.length === words.length && wanted.every((word, i) => (word.startsWith('{') ? words[i] !== '' : word === words[i]));
  }).sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

function validate(path, body, what) {
  const check = validator(path);
  assert.ok(check(body), `${what} is not as docs/openapi.yaml says: ${JSON.stringify(check.errors?.slice(0, 5))}\n${JSON.stringify(body).slice(0, 2000)}`);
}

function checkProblem({ status, headers, body }, what) {
  assert.equal(headers.get('content-type'), 'application/problem+json', what);
  validate('/components/schemas/Problem', body, what);
  assert.equal(body.status, status, what);
  assert.equal(body.request_id, headers.get('x-request-id'), what);
}

// reply: {status, headers, body, text}. Throws when the contract does not allow it.
export function checkReply(method, path, reply) {
  const what = `${method} ${path}: ${reply.status}`;
  assert.match(reply.headers.get('x-request-id') ?? '', /^[0-9a-f]{16}$/, `${what} has no request id`);
  if (method === 'HEAD') return assert.equal(reply.text, '', what);
  const at = template(path);
  const operation = contract.paths[at]?.[method.toLowerCase()];
  if (!operation) {
    if (/^\/(api|webhooks)\//.test(path) && method !== 'OPTIONS') {
      assert.ok([400, 404, 405, 413, 414, 431].includes(reply.status), what);
      checkProblem(reply, what);
    }
    return undefined;
  }
  const name = operation.responses[reply.status] ? String(reply.status) : 'default';
  if (name === 'default') {
    assert.ok(reply.status >= 400, `${what} is not in docs/openapi.yaml`);
    return checkProblem(reply, what);
  }
  const described = operation.responses[name];
  const content = follow(described).content;
  if (!content) return assert.equal(reply.text, '', `${what} has a body`);
  const type = reply.headers.get('content-type');
  assert.ok(content[type], `${what} has content type ${type}`);
  const place = described.$ref ? described.$ref.slice(1) : pointer('paths', at, method.toLowerCase(), 'responses', name);
  return validate(`${place}${pointer('content', type)}/schema`, reply.body, what);
}
