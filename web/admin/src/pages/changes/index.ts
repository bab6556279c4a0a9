import HistoryIcon from '@mui/icons-material/History';
import { lazy } from 'react';
import type { WorkPages } from '../types';

export const changesPages: WorkPages = {
  routes: [{ path: '/changes', page: lazy(() => import('./ChangesPage')) }],
  menu: [{ label: 'All changes', path: '/changes', group: 'System', icon: HistoryIcon }],
};
