import { lazy } from 'react';
import type { WorkPages } from '../types';

export const alertsPages: WorkPages = {
  routes: [{ path: '/open-alerts', page: lazy(() => import('./OpenAlertsPage')), needs: { resource: 'alerts', verb: 'view' } }],
};
