import { ApiError } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { orderQuery } from '../../api/orders';
import { useMoney } from '../../api/session';
import type { Order } from '../../api/store';
import { longDate } from '../../lib/text';
import { Heading } from '../../ui/Heading';
import { LineItem } from '../../ui/LineItem';
import { Loaded } from '../../ui/Loaded';
import { TotalsList } from '../../ui/TotalsList';
import { usePageMeta } from '../../ui/usePageMeta';
import { CartSkeleton } from '../cart/CartSkeleton';
import { NotFoundPage } from '../NotFoundPage';
import { OrderAddresses } from './OrderAddresses';
import { OrderNotes } from './OrderNotes';
import { OrderTimeline } from './OrderTimeline';

/** Without the right to see an order the API answers as if there were none, or 403. */
const hidden = (error: unknown) => error instanceof ApiError && [401, 403, 404].includes(error.status);

export default function OrderPage({ identifier }: { identifier: string }) {
  const [params] = useSearchParams();
  const query = useQuery(orderQuery(identifier, params.get('key')));
  if (!query.data && hidden(query.error)) {
    return (
      <NotFoundPage title="We can’t show this order" text="Please open it with the link in your confirmation e-mail." />
    );
  }
  return (
    <div className="page">
      <Loaded query={query} skeleton={<CartSkeleton />} page>
        {(order) => <OrderView order={order} />}
      </Loaded>
    </div>
  );
}

function OrderView({ order }: { order: Order }) {
  usePageMeta(`Order ${order.identifier}`);
  return (
    <>
      <p className="eyebrow">{`Placed on ${longDate(order.placed_at)}`}</p>
      <Heading>{`Order ${order.identifier}`}</Heading>
      <OrderNotes order={order} />
      <div className="cart-columns">
        <div>
          <OrderTimeline order={order} />
          <section aria-labelledby="items">
            <h2 id="items">Items</h2>
            <ul className="lines">
              {order.lines.map((line) => (
                <OrderLine key={line.sku} line={line} />
              ))}
            </ul>
          </section>
        </div>
        <section className="summary" aria-label="Summary">
          <TotalsList
            totals={order.totals}
            shippingTitle={order.shipping.title}
            tax={order.tax}
            refunded={order.refunded}
          />
          <OrderDiscounts order={order} />
          <OrderAddresses order={order} />
        </section>
      </div>
    </>
  );
}

function OrderLine({ line }: { line: Order['lines'][number] }) {
  const money = useMoney();
  return (
    <LineItem line={line}>
      <p className="line-unit muted">{`${line.quantity} × ${money(line.unit_price)}`}</p>
      <p className="line-total">{money(line.line_total)}</p>
      {line.quantity_short > 0 && (
        <p className="line-problem">{`${line.quantity_short} of these are not in stock yet`}</p>
      )}
    </LineItem>
  );
}

function OrderDiscounts({ order: { discounts } }: { order: Order }) {
  if (discounts.length === 0) return null;
  return (
    <p className="muted">
      {`Discounts: ${discounts.map(({ code, title }) => (title ? `${code} (${title})` : code)).join(', ')}`}
    </p>
  );
}
