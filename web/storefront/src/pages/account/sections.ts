/** The pages of an account, in the order in which they are listed. */
export const SECTIONS = [
  { path: '/account/orders', title: 'Orders' },
  { path: '/account/details', title: 'Name and e-mail' },
  { path: '/account/address', title: 'Delivery address' },
  { path: '/account/preferences', title: 'Newsletter' },
  { path: '/account/password', title: 'Password' },
  { path: '/account/two-factor', title: 'Two-factor login' },
  { path: '/account/sessions', title: 'Where you are logged in' },
] as const;

export type SectionPath = (typeof SECTIONS)[number]['path'];

export const TWO_FACTOR_PATH: SectionPath = '/account/two-factor';
