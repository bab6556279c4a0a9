import { useMoney } from '../api/session';
import type { Cart } from '../api/store';

interface TotalsListProps {
  totals: Cart['totals'];
  /** null: not chosen yet. */
  shippingTitle: string | null;
  tax?: number;
  refunded?: number;
}

export function TotalsList({ totals, shippingTitle, tax = 0, refunded = 0 }: TotalsListProps) {
  const money = useMoney();
  const minus = (amount: number) => `\u2212${money(amount)}`;
  return (
    <dl className="totals">
      <Row name="Subtotal" amount={money(totals.item_subtotal)} />
      {totals.item_discount > 0 && <Row name="Discount" amount={minus(totals.item_discount)} />}
      <Row
        name={shippingTitle === null ? 'Delivery' : `Delivery: ${shippingTitle}`}
        amount={shippingTitle === null ? 'Not chosen yet' : totals.shipping === 0 ? 'Free' : money(totals.shipping)}
      />
      {totals.shipping_discount > 0 && <Row name="Delivery discount" amount={minus(totals.shipping_discount)} />}
      {tax > 0 && <Row name="Tax" amount={money(tax)} />}
      <Row name="Total" amount={money(totals.total)} strong />
      {refunded > 0 && <Row name="Refunded" amount={minus(refunded)} />}
    </dl>
  );
}

function Row({ name, amount, strong = false }: { name: string; amount: string; strong?: boolean }) {
  return (
    <div className={strong ? 'totals-total' : undefined}>
      <dt>{name}</dt>
      <dd>{amount}</dd>
    </div>
  );
}
