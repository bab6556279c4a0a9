import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { forgetCart, useCheckout } from '../../api/checkout';
import type { Checkout } from '../../api/store';
import { usePageMeta } from '../../ui/usePageMeta';
import { NotFoundPage } from '../NotFoundPage';
import { Expired, Failed, NotConfirmed, OnItsWay, Waiting } from './Outcomes';

/** Where the payment page sends the customer back to. Whatever happened, there is a way on from here. */
export default function CheckoutReturnPage() {
  const [params] = useSearchParams();
  const session = params.get('session_id');
  if (!session) return <NotFoundPage title="Which payment?" text="The address of this page is not complete." />;
  return <Return session={session} />;
}

function Return({ session }: { session: string }) {
  usePageMeta('Your payment');
  const { checkout, unknown, gaveUp, askAgain, isFetching } = useCheckout(session);
  useLeaveForOrder(checkout);

  if (unknown) {
    return (
      <NotFoundPage title="We don’t know this payment" text="If you have paid, the confirmation comes by e-mail." />
    );
  }
  if (gaveUp) return <NotConfirmed url={checkout?.url ?? null} askAgain={askAgain} busy={isFetching} />;
  switch (checkout?.status) {
    case 'failed':
      return <Failed />;
    case 'expired':
      return <Expired />;
    case 'processing':
      return <OnItsWay />;
    default:
      return <Waiting />;
  }
}

/** As soon as there is an order its page takes this one's place, so that going back does not come here again. */
function useLeaveForOrder(checkout: Checkout | undefined): void {
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const paid = checkout?.status === 'completed' || checkout?.status === 'processing';
  const { identifier, key } = (paid && checkout.order) || {};

  useEffect(() => {
    if (paid) forgetCart(queryClient);
  }, [paid, queryClient]);
  useEffect(() => {
    if (identifier && key) navigate(`/orders/${identifier}?key=${encodeURIComponent(key)}`, { replace: true });
  }, [identifier, key, navigate]);
}
