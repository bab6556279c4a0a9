import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { cartQuery, useCartChanging } from '../../api/cart';
import type { Cart } from '../../api/store';
import { Heading } from '../../ui/Heading';
import { Icon } from '../../ui/Icon';
import { Loaded, Loading } from '../../ui/Loaded';
import { usePageMeta } from '../../ui/usePageMeta';
import { CartSkeleton } from '../cart/CartSkeleton';
import { CheckoutForm } from './CheckoutForm';
import { CheckoutSummary } from './CheckoutSummary';

export default function CheckoutPage() {
  usePageMeta('Checkout');
  const changing = useCartChanging();
  const query = useQuery({ ...cartQuery, enabled: !changing });
  return (
    <div className="page">
      <Link href="/cart" className="back-link">
        <Icon name="back" />
        Back to the cart
      </Link>
      <Heading>Checkout</Heading>
      {changing ? (
        <Loading>
          <CartSkeleton />
        </Loading>
      ) : (
        <Loaded query={query} skeleton={<CartSkeleton />}>
          {(cart) => (cart.lines.length > 0 ? <CheckoutView cart={cart} /> : <NothingToPay />)}
        </Loaded>
      )}
    </div>
  );
}

function CheckoutView({ cart }: { cart: Cart }) {
  return (
    <div className="cart-columns">
      <CheckoutForm cart={cart} />
      <CheckoutSummary cart={cart} />
    </div>
  );
}

function NothingToPay() {
  return (
    <div className="empty">
      <p className="empty-title">Your cart is empty</p>
      <p>If you have just paid, your order is safe: the confirmation comes by e-mail.</p>
      <Link href="/products" className="button button-primary">
        See all products
      </Link>
    </div>
  );
}
