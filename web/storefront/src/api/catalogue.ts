import { unwrap } from '@startupwebapp/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ListingFilter } from '../lib/listingFilter';
import { client } from './store';

export interface Listing extends ListingFilter {
  collection?: string;
  q?: string;
  limit?: number;
}

export const listingQuery = (listing: Listing) =>
  infiniteQueryOptions({
    queryKey: ['products', listing],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? listing : { ...listing, cursor: pageParam };
      return unwrap(client.GET('/api/v1/products', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const productQuery = (slug: string) =>
  queryOptions({
    queryKey: ['product', slug],
    queryFn: ({ signal }) => unwrap(client.GET('/api/v1/products/{slug}', { params: { path: { slug } }, signal })),
  });

/** A product that is not published yet, for staff: as its page will be. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['preview', id],
    queryFn: ({ signal }) => unwrap(client.GET('/api/admin/products/{id}/preview', { params: { path: { id } }, signal })),
    retry: false,
  });

export const collectionsQuery = queryOptions({
  queryKey: ['collections'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/v1/collections', { signal }))).items,
});

export const shippingMethodsQuery = queryOptions({
  queryKey: ['shipping-methods'],
  queryFn: async ({ signal }) => (await unwrap(client.GET('/api/v1/shipping-methods', { signal }))).items,
});
