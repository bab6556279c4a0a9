// Every route of the contract that changes something, with a request that is well formed and what it gets: as a visitor, and
// as a member who has just registered. A route that is missing here fails the tests that walk over them.
import { contract } from './contract.js';
import { otherPassword, password, person } from './accounts.js';

const token = 'AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA';
const passwords = { password: otherPassword, password_again: otherPassword };

// method and path, visitor's status, member's status, body
const table = [
  ['POST /api/v1/session', 401, 401, () => ({ username: 'nobody.here', password })],
  ['DELETE /api/v1/session', 200, 200],
  ['POST /api/v1/session/two-factor', 401, 401, () => ({ challenge: 'x', code: '123456' })],
  ['DELETE /api/v1/sessions', 401, 200],
  ['DELETE /api/v1/sessions/{id}', 401, 404],
  ['POST /api/v1/members', 201, 201, () => person()],
  ['PUT /api/v1/member', 401, 200, () => ({ first_name: 'A', last_name: 'B' })],
  ['PUT /api/v1/member/password', 401, 200, () => ({ current_password: password, ...passwords })],
  ['PUT /api/v1/member/email', 401, 200, () => ({ email: 'other@post.example', password })],
  ['PUT /api/v1/member/preferences', 401, 200, () => ({ newsletter: true })],
  ['PUT /api/v1/member/addresses', 401, 200, () => ({ shipping: null })],
  ['POST /api/v1/member/two-factor', 401, 200, () => ({ password })],
  ['PUT /api/v1/member/two-factor', 401, 409, () => ({ code: '123456' })],
  ['POST /api/v1/member/two-factor/recovery-codes', 401, 409, () => ({ password })],
  ['POST /api/v1/member/two-factor/removal', 401, 200, () => ({ password })],
  ['POST /api/v1/password-resets', 202, 202, () => ({ username: 'nobody.here' })],
  ['PUT /api/v1/password-resets/{token}', 404, 404, () => passwords],
  ['POST /api/v1/email-verifications', 401, 202],
  ['PUT /api/v1/email-verifications/{token}', 401, 404],
  ['POST /api/v1/username-reminders', 202, 202, () => ({ email: 'nobody@post.example' })],
  ['POST /api/v1/terms/agreements', 401, 200, () => ({ version: 1 })],
  ['POST /api/v1/messages', 201, 201, () => ({ kind: 'contact', email: 'a@post.example', message: 'Hello' })],
  ['PUT /api/v1/unsubscriptions/{token}', 404, 404],
  ['DELETE /api/v1/unsubscriptions/{token}', 404, 404],
  ['PUT /api/v1/unsubscriptions/{token}/reason', 404, 404, () => ({ reason: 'too_often' })],
  ['DELETE /api/v1/cart', 200, 200],
  ['POST /api/v1/cart/items', 404, 404, () => ({ sku: 999999, quantity: 1 })],
  ['PUT /api/v1/cart/items/{sku}', 404, 404, () => ({ quantity: 1 })],
  ['DELETE /api/v1/cart/items/{sku}', 200, 200],
  ['PUT /api/v1/cart/shipping', 422, 422, () => ({ method: 'none' })],
  ['POST /api/v1/cart/discounts', 422, 422, () => ({ code: 'NONE' })],
  ['DELETE /api/v1/cart/discounts/{code}', 200, 200],
  ['POST /api/admin/{resource}', 401, 403, () => ({ values: {} })],
  ['POST /api/admin/{resource}/bulk', 401, 403, () => ({ action: 'delete', ids: ['1'] })],
  ['POST /api/admin/changes/{id}/undo', 401, 403],
  ['POST /api/admin/saved-filters', 401, 403, () => ({ resource: 'products', name: 'Mine', query: {} })],
  ['DELETE /api/admin/saved-filters/{id}', 401, 403],
  ['PATCH /api/admin/{resource}/{id}', 401, 403, () => ({ version: '1', values: {} })],
  ['DELETE /api/admin/{resource}/{id}', 401, 403],
  ['POST /api/v1/checkout', 409, 409, () => ({ accept_terms: true })],
  ['POST /api/admin/orders/{id}/status', 401, 403, () => ({ status: 'packing' })],
  ['POST /api/admin/orders/{id}/ship', 401, 403, () => ({ tracking_number: '1' })],
  ['POST /api/admin/orders/{id}/notes', 401, 403, () => ({ text: 'Hello' })],
  ['POST /api/admin/orders/{id}/refunds', 401, 403, () => ({ identifier: '00000000-0000-4000-8000-000000000000', amount: 1 })],
  ['POST /api/admin/payments/reconciliation/{session}', 401, 403],
  ['POST /api/admin/imports', 401, 403, () => ({ resource: 'products', filename: 'a.csv', size: 1, mode: 'create' })],
  ['DELETE /api/admin/imports/{id}', 401, 403],
  ['PUT /api/admin/imports/{id}/content', 401, 403, () => 'title'],
  ['POST /api/admin/imports/{id}/check', 401, 403],
  ['POST /api/admin/imports/{id}/apply', 401, 403],
  ['POST /api/admin/users/{id}/password-reset', 401, 403],
  ['POST /api/admin/users/{id}/verification', 401, 403],
  ['DELETE /api/admin/users/{id}/sessions', 401, 403],
  ['PUT /api/admin/users/{id}/permissions', 401, 403, () => ({ granted: {}, seen: {} })],
  ['PUT /api/admin/groups/{id}/permissions', 401, 403, () => ({ granted: {}, seen: {} })],
  ['PUT /api/admin/settings', 401, 403, () => ({ values: {} })],
  ['POST /api/admin/mail/preview', 401, 403, () => ({ template: 'welcome' })],
  ['POST /api/admin/mail/test', 401, 403, () => ({ template: 'welcome' })],
  ['POST /api/admin/campaigns', 401, 403, () => ({ name: 'News', type: 'member' })],
  ['PATCH /api/admin/campaigns/{id}', 401, 403, () => ({ version: '1', subject: 'x' })],
  ['DELETE /api/admin/campaigns/{id}', 401, 403],
  ['POST /api/admin/campaigns/{id}/preview', 401, 403, () => ({})],
  ['POST /api/admin/campaigns/{id}/test', 401, 403, () => ({ addresses: ['a@post.example'] })],
  ['POST /api/admin/campaigns/{id}/check', 401, 403],
  ['POST /api/admin/campaigns/{id}/ready', 401, 403, () => ({ version: '1' })],
  ['POST /api/admin/campaigns/{id}/draft', 401, 403],
  ['POST /api/admin/campaigns/{id}/send', 401, 403],
  ['POST /api/admin/campaigns/{id}/pause', 401, 403],
  ['POST /api/admin/campaigns/{id}/resume', 401, 403],
  ['POST /api/admin/campaigns/{id}/cancel', 401, 403],
  ['POST /api/admin/campaigns/{id}/schedule', 401, 403, () => ({ at: null })],
  ['POST /api/admin/campaigns/{id}/resend', 401, 403, () => ({ states: ['failed'] })],
  ['POST /api/admin/session', 401, 401, () => ({ username: 'nobody.here', password })],
  ['POST /api/admin/media', 401, 403],
  ['POST /api/admin/products/{id}/skus', 401, 403, () => ({ options: {}, price: 100 })],
  ['POST /api/admin/products/{id}/prices', 401, 403, () => ({ amount: 100 })],
  ['POST /api/admin/products/{id}/images', 401, 403, () => ({ file: 'a.webp', width: 1, height: 1 })],
  ['PUT /api/admin/products/{id}/images', 401, 403, () => ({ ids: [] })],
  ['PUT /api/admin/products/{id}/collections', 401, 403, () => ({ ids: [] })],
  ['POST /api/admin/products/{id}/duplicate', 401, 403],
  ['POST /api/admin/skus/{id}/prices', 401, 403, () => ({ amount: 100 })],
  ['POST /api/admin/skus/{id}/stock', 401, 403, () => ({ change: 1, reason: 'delivery' })],
];

export const changes = table.map(([name, visitor, member, body = () => undefined]) => {
  const [method, path] = name.split(' ');
  return { name, method, path: path.replace('{id}', '999999').replace(/\/content$/, '/content?offset=0').replace('{sku}', '999999').replace('{token}', token).replace('{code}', 'NONE').replace('{resource}', 'products').replace('{session}', 'cs_test_none'), visitor, member, body };
});

const operations = (methods) => Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`));

// Of the contract; web hooks and codes of mails prove themselves by a signature instead, and what pages tell proves nothing.
export const withoutToken = ['POST /api/v1/events'];
export const changesOfContract = operations(['post', 'put', 'patch', 'delete'])
  .filter((name) => !/ \/(webhooks|e)\//.test(name) && !withoutToken.includes(name));
// Links of campaigns have headers of their own (test/api/tracking.test.js).
export const readsOfContract = operations(['get']).filter((name) => !/ \/e\/[aco]\//.test(name));
export const isCatalogue = (path) => contract.paths[path].get.tags.includes('catalogue');
