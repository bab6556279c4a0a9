/** The steps of an order's timeline: what happened, and what is still to come. */
export type OrderStatus = 'accepted' | 'manufacturing' | 'packing' | 'shipped' | 'delivered' | 'cancelled' | 'refunded';

export const ORDER_STATUS_NAMES: Record<OrderStatus, string> = {
  accepted: 'Accepted',
  manufacturing: 'Being made',
  packing: 'Being packed',
  shipped: 'Shipped',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
};

export interface OrderStep {
  status: OrderStatus;
  at: string | null;
  state: 'done' | 'current' | 'coming';
}

const WAY: readonly OrderStatus[] = ['accepted', 'manufacturing', 'packing', 'shipped', 'delivered'];
/** Not every order is made first, so this is shown only when it happens. */
const OPTIONAL: OrderStatus = 'manufacturing';

export function orderSteps(history: readonly { status: OrderStatus; at: string }[]): OrderStep[] {
  const past = history.toSorted((a, b) => a.at.localeCompare(b.at));
  const last = past.at(-1);
  const reached = last ? WAY.indexOf(last.status) : -1;
  const ended = last !== undefined && reached < 0;
  const coming = ended ? [] : WAY.slice(reached + 1).filter((status) => status !== OPTIONAL);
  return [
    ...past.map((step): OrderStep => ({ ...step, state: step === last ? 'current' : 'done' })),
    ...coming.map((status): OrderStep => ({ status, at: null, state: 'coming' })),
  ];
}
