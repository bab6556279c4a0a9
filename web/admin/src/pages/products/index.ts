import { lazy } from 'react';
import type { WorkPages } from '../types';

export const productsPages: WorkPages = {
  resources: {
    products: { create: lazy(() => import('./CreatePage')), show: lazy(() => import('./ProductPage')) },
    product_images: { hidden: true },
    product_videos: { hidden: true },
    product_skus: { hidden: true },
    product_collections: { hidden: true },
  },
};
