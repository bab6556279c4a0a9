import type { OrderPageData } from './orderPage';

interface Paid {
  lines: Pick<OrderPageData['lines'][number], 'position' | 'unit_price'>[];
  totals: Pick<OrderPageData['totals'], 'item_subtotal' | 'item_discount'>;
  payment: Pick<OrderPageData['payment'], 'left'>;
}

/**
 * What was paid for pieces that come back: their prices less their share of the discount on goods, at most what is
 * left. Whole minor units; a share that does not come out even is rounded in the customer's favour.
 */
export function paidFor({ lines, totals, payment }: Paid, pieces: ReadonlyMap<number, number>): number {
  const prices = lines.reduce((sum, line) => sum + line.unit_price * (pieces.get(line.position) ?? 0), 0);
  const subtotal = BigInt(totals.item_subtotal);
  const discount = subtotal > 0n ? (BigInt(totals.item_discount) * BigInt(prices)) / subtotal : 0n;
  return Math.min(payment.left, prices - Number(discount));
}
