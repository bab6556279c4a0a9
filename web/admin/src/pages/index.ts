import { changesPages } from './changes';
import type { WorkPages } from './types';

/** Every area's pages; see README.md, "A page for work". */
export const areas: readonly WorkPages[] = [
  changesPages,
];
