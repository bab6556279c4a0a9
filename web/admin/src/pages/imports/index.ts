import UploadIcon from '@mui/icons-material/FileUploadOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

export const importsPages: WorkPages = {
  routes: [
    { path: '/imports', page: lazy(() => import('./ImportsPage')) },
    { path: '/imports/new', page: lazy(() => import('./NewImportPage')) },
    { path: '/imports/:id', page: lazy(() => import('./ImportPage')) },
  ],
  menu: [{ label: 'CSV imports', path: '/imports', group: 'System', icon: UploadIcon }],
};
