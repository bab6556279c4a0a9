import { lazy } from 'react';
import type { WorkPages } from '../types';

export const dashboardPages: WorkPages = {
  dashboard: lazy(() => import('./Dashboard')),
};
