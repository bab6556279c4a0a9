import { unwrap } from '@startupwebapp/api-client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { sessionQuery } from './session';
import { client, type Cart } from './store';

export const cartQuery = queryOptions({
  queryKey: ['cart'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/cart', { signal })),
  staleTime: 0,
});

/** Pieces in the cart: the session tells until the cart itself has been read. */
export function useCartCount(): number {
  const cart = useQuery({ ...cartQuery, enabled: false }).data;
  const session = useQuery(sessionQuery).data;
  return cart?.item_count ?? session?.cart_items ?? 0;
}

/** Every change of the cart answers with the whole cart; changes run one after the other. */
function useCartMutation<Input>(change: (input: Input) => Promise<Cart>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: cartQuery.queryKey,
    mutationFn: change,
    scope: { id: 'cart' },
    onMutate: () => queryClient.cancelQueries({ queryKey: cartQuery.queryKey }),
    onSuccess: (cart) => queryClient.setQueryData(cartQuery.queryKey, cart),
  });
}

/**
 * Whether a change of the cart is under way. useIsMutating would not see one that a page sends as it goes away, because
 * that starts after the next page was drawn and before it listens.
 */
export function useCartChanging(): boolean {
  const queryClient = useQueryClient();
  const listen = useCallback((onChange: () => void) => queryClient.getMutationCache().subscribe(onChange), [queryClient]);
  return useSyncExternalStore(listen, () => queryClient.isMutating({ mutationKey: cartQuery.queryKey }) > 0);
}

export interface Pieces {
  sku: number;
  quantity: number;
}

export const useAddToCart = () =>
  useCartMutation((body: Pieces) => unwrap(client.POST('/api/v1/cart/items', { body })));

export const useSetQuantity = () =>
  useCartMutation(({ sku, quantity }: Pieces) =>
    unwrap(client.PUT('/api/v1/cart/items/{sku}', { params: { path: { sku } }, body: { quantity } })),
  );

export const useRemoveLine = () =>
  useCartMutation((sku: number) => unwrap(client.DELETE('/api/v1/cart/items/{sku}', { params: { path: { sku } } })));

export const useSetShipping = () =>
  useCartMutation((method: string) => unwrap(client.PUT('/api/v1/cart/shipping', { body: { method } })));

export const useAddDiscount = () =>
  useCartMutation((code: string) => unwrap(client.POST('/api/v1/cart/discounts', { body: { code } })));

export const useRemoveDiscount = () =>
  useCartMutation((code: string) =>
    unwrap(client.DELETE('/api/v1/cart/discounts/{code}', { params: { path: { code } } })),
  );
