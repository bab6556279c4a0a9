import { useQuery } from '@tanstack/react-query';
import { shippingMethodsQuery } from '../../api/catalogue';
import { useMoney } from '../../api/session';

export function DeliveryInfo() {
  const methods = useQuery(shippingMethodsQuery).data ?? [];
  const money = useMoney();
  if (methods.length === 0) return null;
  return (
    <section className="delivery-info" aria-labelledby="delivery-info">
      <h2 id="delivery-info">Delivery</h2>
      <dl>
        {methods.map(({ code, title, description, amount }) => (
          <div key={code}>
            <dt>
              {title} <span className="muted">{description}</span>
            </dt>
            <dd>{amount === 0 ? 'Free' : money(amount)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
