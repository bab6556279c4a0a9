import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import { lazy } from 'react';
import type { WorkPages } from '../types';

const needs = { resource: 'configuration', verb: 'view' } as const;

export const settingsPages: WorkPages = {
  routes: [{ path: '/settings', page: lazy(() => import('./SettingsPage')), needs }],
  menu: [{ label: 'Settings', path: '/settings', group: 'System', icon: SettingsIcon, needs }],
  resources: { configuration: { hidden: true } },
  goTo: [{ key: 's', label: 'Settings', path: '/settings' }],
};
