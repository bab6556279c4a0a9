import { lazy } from 'react';
import type { WorkPages } from '../types';

const page = lazy(() => import('./DiscountPage'));

export const discountsPages: WorkPages = { resources: { discount_codes: { create: page, edit: page } } };
