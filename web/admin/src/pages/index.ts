import { changesPages } from './changes';
import { collectionsPages } from './collections';
import { discountsPages } from './discounts';
import { productsPages } from './products';
import type { WorkPages } from './types';

/** Every area's pages; see README.md, "A page for work". */
export const areas: readonly WorkPages[] = [
  changesPages,
  collectionsPages,
  discountsPages,
  productsPages,
];
