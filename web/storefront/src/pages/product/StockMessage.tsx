import type { Sku } from '../../api/store';

/** Fewer than this are worth a word. */
const FEW = 5;

function message({ status, quantity_left: left }: Sku): { look: 'good' | 'few' | 'none'; text: string } {
  if (status === 'out_of_stock') return { look: 'none', text: 'Sold out' };
  if (status === 'back_ordered') return { look: 'few', text: 'Back ordered: sent as soon as it is made' };
  if (left !== null && left <= FEW) return { look: 'few', text: `Only ${left} left` };
  return { look: 'good', text: 'In stock' };
}

export function StockMessage({ sku }: { sku: Sku }) {
  const { look, text } = message(sku);
  return (
    <p className={`stock stock-${look}`} role="status">
      {text}
    </p>
  );
}
