import { useMoney } from '../../api/session';
import type { Sku } from '../../api/store';

/** A reduced price names the lowest price of the last 30 days beside it, as EU Directive 98/6/EC article 6a asks. */
export function SkuPrice({ sku: { price, lowest_price_30_days: lowest } }: { sku: Sku }) {
  const money = useMoney();
  const reduced = lowest > price;
  return (
    <div className="sku-price">
      <p className="price">
        {money(price)}
        {reduced && <span className="badge badge-accent">{`\u2212${Math.round((1 - price / lowest) * 100)}%`}</span>}
      </p>
      {reduced && <p className="muted">{`Lowest price of the last 30 days: ${money(lowest)}`}</p>}
    </div>
  );
}
