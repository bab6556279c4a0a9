import { formatMoney } from '../../lib/money';
import { useSettings } from '../../api/hooks';

/** Amounts of orders keep the currency of their day; its digits are the store's unless it is another one. */
export function useAmount(): (minor: number, currency: string) => string {
  const settings = useSettings();
  return (minor, currency) =>
    formatMoney(minor, {
      currency,
      currency_exponent: currency === settings.currency ? settings.currency_exponent : 2,
    });
}
