import { lazy } from 'react';
import type { WorkPages } from '../types';

export const peoplePages: WorkPages = {
  resources: {
    members: { show: lazy(() => import('./MemberPage')) },
    prospects: { show: lazy(() => import('./ProspectPage')) },
  },
};
