import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { memberOrdersQuery, type OrderSummary } from '../../api/member';
import { useMoney } from '../../api/session';
import { ORDER_STATUS_NAMES } from '../../lib/orderSteps';
import { counted, longDate } from '../../lib/text';
import { Loaded } from '../../ui/Loaded';
import { Picture } from '../../ui/Picture';
import { ShowMore } from '../../ui/ShowMore';
import { Bar, repeat } from '../../ui/Skeleton';
import { useFocusOnNewItems } from '../../ui/useFocusOnNewItems';
import { SectionPage } from './SectionPage';

export function OrdersPage() {
  const query = useInfiniteQuery(memberOrdersQuery);
  const orders = query.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useFocusOnNewItems<HTMLUListElement>(query.data?.pages.length ?? 0, orders.length);
  return (
    <SectionPage path="/account/orders">
      <Loaded query={query} skeleton={<OrdersSkeleton />}>
        {() =>
          orders.length === 0 ? (
            <NoOrders />
          ) : (
            <ul className="account-list" ref={list}>
              {orders.map((order) => (
                <OrderRow key={order.identifier} order={order} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <ShowMore query={query} />
    </SectionPage>
  );
}

/** Of the first three lines the titles are known, which may be one product in three colours; two say enough. */
const TITLES_SHOWN = 2;

function contents({ titles, pieces }: OrderSummary): string {
  const different = [...new Set(titles)];
  const named = different.slice(0, TITLES_SHOWN).join(', ');
  return different.length > TITLES_SHOWN ? `${named} and more` : `${named} (${counted(pieces, 'piece')})`;
}

function OrderRow({ order }: { order: OrderSummary }) {
  const money = useMoney();
  return (
    <li className="order-row">
      <Picture image={order.image} sizes="5rem" decorative />
      <div>
        <Link href={`/orders/${order.identifier}`} className="account-row-title">
          {`Order ${order.identifier}`}
        </Link>
        <p>{contents(order)}</p>
        <p className="muted">{longDate(order.placed_at)}</p>
      </div>
      <p className="order-row-end">
        <span className="order-row-total">{money(order.total)}</span>
        <span className="badge">{ORDER_STATUS_NAMES[order.status]}</span>
      </p>
    </li>
  );
}

function NoOrders() {
  return (
    <div className="empty">
      <p className="empty-title">You have not ordered anything yet</p>
      <p>
        What you bought without an account appears here as soon as you have verified the e-mail address that you bought it
        with.
      </p>
      <Link href="/products" className="button button-primary">
        See all products
      </Link>
    </div>
  );
}

function OrdersSkeleton() {
  return (
    <ul className="account-list">
      {repeat(3, (index) => (
        <li key={index} className="order-row">
          <span className="picture" />
          <div className="grow">
            <Bar size="short" />
            <Bar size="medium" />
            <Bar size="short" />
          </div>
        </li>
      ))}
    </ul>
  );
}
