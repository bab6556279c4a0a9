import type { Schemas } from '@startupwebapp/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/hooks';

export type OrderPageData = Schemas['OrderPage'];
export type OrderLine = OrderPageData['lines'][number];
export type OrderStatus = Schemas['OrderStatus'];

const orderKey = (id: string) => ['orders', 'page', id];

export function useOrderPage(id: string) {
  const { client, call } = useApi();
  return useQuery({
    queryKey: orderKey(id),
    queryFn: ({ signal }) => call(client.GET('/api/admin/orders/{id}/page', { params: { path: { id } }, signal })),
    // mails are sent and refunds arrive while the page is open
    refetchInterval: 15_000,
  });
}

/** Something done to an order; the page is loaded again after it, whatever came of it. */
export function useOrderChange<Input, Answer>(change: (input: Input) => Promise<Answer>, onDone?: (answer: Answer) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['orders'] }),
  });
}
