import { useSetShipping } from '../../api/cart';
import { useMoney } from '../../api/session';
import type { Cart } from '../../api/store';
import { errorText } from '../../ui/errorText';

export function ShippingChoice({ cart: { shipping } }: { cart: Cart }) {
  const money = useMoney();
  const choose = useSetShipping();
  const chosen = choose.isPending ? choose.variables : shipping.method;
  return (
    <fieldset className="shipping" id="shipping" aria-busy={choose.isPending || undefined}>
      <legend>Delivery</legend>
      {shipping.options.map(({ code, title, description, amount }) => (
        <label key={code} className="shipping-option">
          <input
            type="radio"
            name="shipping"
            value={code}
            checked={chosen === code}
            onChange={() => choose.mutate(code)}
          />
          <span className="shipping-text">
            {title}
            <span className="muted">{description}</span>
          </span>
          <span>{amount === 0 ? 'Free' : money(amount)}</span>
        </label>
      ))}
      <p className="field-error" role="alert">
        {errorText(choose.error, 'method')}
      </p>
    </fieldset>
  );
}
