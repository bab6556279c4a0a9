import { ApiError, unwrap } from '@startupwebapp/api-client';
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { delayAfter } from '../lib/backoff';
import { cartQuery } from './cart';
import { sessionQuery } from './session';
import { client, type Checkout } from './store';

export interface CheckoutForm {
  email: string;
  accept_terms: true;
  total: number;
}

export function useStartCheckout() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CheckoutForm) => unwrap(client.POST('/api/v1/checkout', { body })),
    // 409: what the page shows is no longer true, so let it show what is.
    onError: async (error) => {
      if (error instanceof ApiError && error.status === 409) {
        // New terms to agree to: the session tells them.
        const changed = error.code === 'terms_not_agreed' ? sessionQuery : cartQuery;
        await queryClient.invalidateQueries({ queryKey: changed.queryKey });
      }
    },
  });
}

const checkoutQuery = (session: string) =>
  queryOptions({
    queryKey: ['checkout', session],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/checkout/{session}', { params: { path: { session } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      settled(state.data) || unknown(state.error) ? false : (delayAfter(timesAsked(state)) ?? false),
  });

interface Asked {
  dataUpdateCount: number;
  errorUpdateCount: number;
}

const timesAsked = (state: Asked | undefined) => (state ? state.dataUpdateCount + state.errorUpdateCount : 0);
const unknown = (error: unknown) => error instanceof ApiError && error.status === 404;

function settled(checkout: Checkout | undefined): boolean {
  switch (checkout?.status) {
    case 'processing':
    case 'failed':
    case 'expired':
      return true;
    case 'completed':
      return checkout.order !== null;
    default:
      return false;
  }
}

/** Asks until the payment is settled, ever more slowly; `gaveUp` when it is time to tell the customer instead. */
export function useCheckout(session: string) {
  const options = checkoutQuery(session);
  const { data, error, refetch, isFetching } = useQuery(options);
  const asked = timesAsked(useQueryClient().getQueryState(options.queryKey));
  const gaveUp = !settled(data) && asked > 0 && delayAfter(asked) === null;
  return { checkout: data, unknown: unknown(error), gaveUp, askAgain: () => void refetch(), isFetching };
}

/** After an order the cart is another one. */
export function forgetCart(queryClient: QueryClient): void {
  void queryClient.resetQueries({ queryKey: cartQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
