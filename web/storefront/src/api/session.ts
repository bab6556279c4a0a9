import { queryOptions, useQuery } from '@tanstack/react-query';
import { formatMoney } from '../lib/money';
import { storeApi, type Store } from './store';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => storeApi.session(signal),
});

/** The store's public settings; undefined until the session is here. */
export function useStore(): Store | undefined {
  return useQuery(sessionQuery).data?.store;
}

/** Writes minor units as a price; an empty text until the session has told the currency. */
export function useMoney(): (minor: number) => string {
  const store = useStore();
  return (minor) => (store ? formatMoney(minor, store) : '');
}
