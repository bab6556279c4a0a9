import { expect, test } from 'vitest';
import { emailAddress } from './emailAddress';

test('each mail has its place', () => {
  expect(emailAddress({ id: '4', values: { type: 'member', template: null } })).toBe('/campaigns/4');
  expect(emailAddress({ id: '4', values: { type: 'prospect' } })).toBe('/campaigns/4');
  expect(emailAddress({ id: '4', values: { type: 'transactional', template: 'welcome' } })).toBe('/mail/templates/welcome');
  expect(emailAddress({ id: '4', values: { type: 'transactional', template: null } })).toBe('/emails/4');
});
