import GavelIcon from '@mui/icons-material/GavelOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

const needs = { resource: 'terms_of_use_versions', verb: 'view' } as const;

export const termsPages: WorkPages = {
  routes: [
    { path: '/terms', page: lazy(() => import('./TermsPage')), needs },
    { path: '/terms/:version', page: lazy(() => import('./VersionPage')), needs },
  ],
  menu: [{ label: 'Terms of use', path: '/terms', group: 'People', icon: GavelIcon, needs }],
  resources: { terms_of_use_versions: { hidden: true }, terms_of_use_agreements: { hidden: true } },
};
