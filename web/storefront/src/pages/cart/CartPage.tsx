import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { cartQuery } from '../../api/cart';
import type { Cart } from '../../api/store';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { usePageMeta } from '../../ui/usePageMeta';
import { CartLineRow } from './CartLineRow';
import { CartProblems } from './CartProblems';
import { CartSkeleton } from './CartSkeleton';
import { CartSummary } from './CartSummary';
import { ShippingChoice } from './ShippingChoice';

export default function CartPage() {
  usePageMeta('Cart');
  const query = useQuery(cartQuery);
  const [params] = useSearchParams();
  return (
    <div className="page">
      <Heading>Cart</Heading>
      {params.get('payment') === 'cancelled' && (
        <Notice title="Payment cancelled">Nothing was charged. Your cart is as you left it.</Notice>
      )}
      <Loaded query={query} skeleton={<CartSkeleton />}>
        {(cart) => (cart.lines.length > 0 ? <FullCart cart={cart} /> : <EmptyCart />)}
      </Loaded>
    </div>
  );
}

function FullCart({ cart }: { cart: Cart }) {
  return (
    <>
      <CartProblems cart={cart} />
      <div className="cart-columns">
        <div>
          <ul className="lines">
            {cart.lines.map((line) => (
              <CartLineRow key={line.sku} line={line} problems={cart.problems.filter(({ sku }) => sku === line.sku)} />
            ))}
          </ul>
          <ShippingChoice cart={cart} />
        </div>
        <CartSummary cart={cart} />
      </div>
    </>
  );
}

function EmptyCart() {
  return (
    <div className="empty">
      <p className="empty-title">Your cart is empty</p>
      <p>What you put in it stays here while you look around.</p>
      <Link href="/products" className="button button-primary">
        See all products
      </Link>
    </div>
  );
}
