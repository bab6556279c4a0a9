import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { formatMoney } from '../lib/money';
import { admin } from './admin';
import { call } from './call';
import { client, storeApi } from './client';
import type { AdminSchema, Field, Resource, Settings, Verb } from './schema';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => storeApi.session(signal),
  staleTime: Infinity,
});

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => admin.schema(signal),
  staleTime: Infinity,
});

/** The generated client, and `call`, which gives its data or throws an ApiError: call(client.GET('/api/admin/...')). */
export const useApi = () => useMemo(() => ({ client, call }), []);

/** Everything inside of the shell has it; it is loaded before the first page is shown. */
export function useSchema(): AdminSchema {
  const { data } = useQuery(schemaQuery);
  if (!data) throw new Error('useSchema is for pages inside of the shell');
  return data;
}

/** The resource of that name, or undefined when there is none or the user may not see it. */
export function useResource(name: string | undefined): Resource | undefined {
  return useSchema().resources.find((resource) => resource.name === name);
}

/** Whether the user may do it. The API refuses it in any case; this is for what is not to be shown then. */
export function useCan(resource: string, verb: Verb): boolean {
  return useResource(resource)?.can[verb] ?? false;
}

/** The store's name, currency, time zone and so on. */
export function useSettings(): Settings {
  const { settings } = useSchema();
  return useMemo(() => ({ ...settings, name: settings.store_name }), [settings]);
}

/** Writes minor units as an amount of the store's currency. */
export function useMoney(): (minor: number) => string {
  const settings = useSettings();
  return useCallback((minor) => formatMoney(minor, settings), [settings]);
}

/** The address of a media file. */
export function useMediaAddress(): (file: string) => string {
  const { media_url: base } = useSettings();
  return useCallback((file) => (/^(https?:)?\/\//.test(file) ? file : `${base}${file}`), [base]);
}

export const fieldOf = (resource: Resource, name: string): Field | undefined =>
  resource.fields.find((field) => field.name === name);
