import { lazy } from 'react';
import type { WorkPages } from '../types';

export const staffPages: WorkPages = {
  resources: {
    groups: { panels: [lazy(() => import('./GroupPermissions'))] },
    users: { panels: [lazy(() => import('./UserPermissions'))] },
    group_permissions: { hidden: true },
    user_permissions: { hidden: true },
  },
};
