import { lazy } from 'react';
import type { WorkPages } from '../types';

export const collectionsPages: WorkPages = { resources: { collections: { panels: [lazy(() => import('./ImagePanel'))], panelFields: ['image'] } } };
