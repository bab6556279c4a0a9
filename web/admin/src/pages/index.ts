import { alertsPages } from './alerts';
import { campaignPages } from './campaigns';
import { changesPages } from './changes';
import { importsPages } from './imports';
import { mailPages } from './mail';
import { peoplePages } from './people';
import { settingsPages } from './settings';
import { staffPages } from './staff';
import { termsPages } from './terms';
import { collectionsPages } from './collections';
import { discountsPages } from './discounts';
import { productsPages } from './products';
import { dashboardPages } from './dashboard';
import { ordersPages } from './orders';
import { paymentsPages } from './payments';
import type { WorkPages } from './types';

/** Every area's pages; see README.md, "A page for work". */
export const areas: readonly WorkPages[] = [
  alertsPages,
  changesPages,
  dashboardPages,
  ordersPages,
  paymentsPages,
  importsPages,
  campaignPages,
  mailPages,
  peoplePages,
  settingsPages,
  staffPages,
  termsPages,
  collectionsPages,
  discountsPages,
  productsPages,
];
