import { lazy } from 'react';
import type { WorkPages } from '../types';

const views = { resource: 'orders', verb: 'view' } as const;

export const ordersPages: WorkPages = {
  routes: [{ path: '/orders/:id/packing-slip', page: lazy(() => import('./PackingSlipPage')), needs: views }],
  menu: [{ label: 'Orders', path: '/orders', group: 'Sales', needs: views }],
  resources: {
    orders: { show: lazy(() => import('./OrderPage')), listActions: lazy(() => import('./OrderQuickFilters')) },
    order_skus: { hidden: true },
    order_discounts: { hidden: true },
    order_billing: { hidden: true },
    order_shipping: { hidden: true },
    order_statuses: { hidden: true },
    order_email_failures: { hidden: true },
    order_notes: { hidden: true },
  },
};
