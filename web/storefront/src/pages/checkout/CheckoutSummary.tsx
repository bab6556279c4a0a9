import { useMoney } from '../../api/session';
import type { Cart } from '../../api/store';
import { LineItem } from '../../ui/LineItem';
import { TotalsList } from '../../ui/TotalsList';
import { shippingTitle } from '../cart/CartSummary';

export function CheckoutSummary({ cart }: { cart: Cart }) {
  const money = useMoney();
  return (
    <section className="summary" aria-labelledby="order-summary">
      <h2 id="order-summary">Your order</h2>
      <ul className="lines lines-small">
        {cart.lines.map((line) => (
          <LineItem key={line.sku} line={line}>
            <p className="line-unit muted">{`${line.quantity} × ${money(line.unit_price)}`}</p>
            <p className="line-total">{money(line.line_total)}</p>
          </LineItem>
        ))}
      </ul>
      <TotalsList totals={cart.totals} shippingTitle={shippingTitle(cart)} />
    </section>
  );
}
