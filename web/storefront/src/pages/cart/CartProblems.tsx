import type { Cart } from '../../api/store';
import { Notice } from '../../ui/Notice';

/** What changed in the cart since it was last seen. What belongs to a line is shown there. */
export function CartProblems({ cart: { problems, lines } }: { cart: Cart }) {
  const general = problems.filter(({ sku, discount }) => !discount && !lines.some((line) => line.sku === sku));
  if (general.length === 0) return null;
  return (
    <Notice look="problem" title="Something in your cart has changed" live>
      <ul>
        {general.map(({ code, sku, message }) => (
          <li key={`${code}-${sku}`}>{message}</li>
        ))}
      </ul>
    </Notice>
  );
}
