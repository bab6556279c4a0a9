import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Cart } from '../../api/store';
import { Button } from '../../ui/Button';
import { TotalsList } from '../../ui/TotalsList';
import { DiscountForm } from './DiscountForm';

/** What to do about a problem of a line; its own words stand beside the line. */
const WAYS_OUT: Record<string, string> = {
  out_of_stock: 'Please remove what is sold out first.',
  not_for_sale: 'Please remove what is no longer for sale first.',
  fewer_left: 'Please take no more than there is left.',
};

/** What keeps this cart from the checkout, in words; null when nothing does. */
function obstacle({ problems, shipping }: Cart): string | null {
  const problem = problems.find(({ blocks }) => blocks);
  if (problem?.discount) return `Please remove the discount code ${problem.discount} first.`;
  if (problem) return WAYS_OUT[problem.code] ?? problem.message;
  if (shipping.method === null) return 'Please choose how it should be delivered.';
  return null;
}

export function shippingTitle({ shipping }: Cart): string | null {
  return shipping.options.find(({ code }) => code === shipping.method)?.title ?? null;
}

export function CartSummary({ cart }: { cart: Cart }) {
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const problem = obstacle(cart);

  const goOn = () => {
    if (!problem) return navigate('/checkout');
    setAsked(true);
    if (!cart.problems.some(({ blocks }) => blocks)) document.querySelector<HTMLInputElement>('#shipping input')?.focus();
  };
  return (
    <section className="summary" aria-label="Summary">
      <DiscountForm cart={cart} />
      <TotalsList totals={cart.totals} shippingTitle={shippingTitle(cart)} />
      <Button className="wide" onClick={goOn}>
        Go to checkout
      </Button>
      <p className="field-error" role="alert">
        {asked && problem}
      </p>
    </section>
  );
}
