import { changesPages } from './changes';
import { collectionsPages } from './collections';
import { discountsPages } from './discounts';
import { productsPages } from './products';
import { dashboardPages } from './dashboard';
import { ordersPages } from './orders';
import { paymentsPages } from './payments';
import type { WorkPages } from './types';

/** Every area's pages; see README.md, "A page for work". */
export const areas: readonly WorkPages[] = [
  changesPages,
  dashboardPages,
  ordersPages,
  paymentsPages,
  collectionsPages,
  discountsPages,
  productsPages,
];
