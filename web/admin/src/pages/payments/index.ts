import PaymentsIcon from '@mui/icons-material/AccountBalanceOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

const needs = { resource: 'order_payments', verb: 'view' } as const;

export const paymentsPages: WorkPages = {
  routes: [{ path: '/payments', page: lazy(() => import('./PaymentsPage')), needs }],
  menu: [{ label: 'Compare with Stripe', path: '/payments', group: 'Sales', icon: PaymentsIcon, needs }],
  goTo: [{ key: 'y', label: 'Compare with Stripe', path: '/payments' }],
};
