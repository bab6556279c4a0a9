import { useState, type FocusEvent } from 'react';
import { withPrices, type ListingFilter } from '../../lib/listingFilter';
import { decimalToMinor, minorToDecimal, type Currency } from '../../lib/money';

interface PriceRangeProps {
  currency: Currency;
  filter: ListingFilter;
  onChange: (filter: ListingFilter) => void;
}

/** Takes effect when both fields are left or Enter is pressed, so that the list does not jump at each digit. */
export function PriceRange({ currency: { currency, currency_exponent }, filter, onChange }: PriceRangeProps) {
  const [typed, setTyped] = useState<{ from?: string; to?: string }>({});
  const from = typed.from ?? written(filter.min_price, currency_exponent);
  const to = typed.to ?? written(filter.max_price, currency_exponent);

  const apply = () => {
    const next = withPrices(filter, decimalToMinor(from, currency_exponent), decimalToMinor(to, currency_exponent));
    setTyped({});
    if (next.min_price !== filter.min_price || next.max_price !== filter.max_price) onChange(next);
  };
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) apply();
  };
  const field = (label: 'From' | 'To', value: string, set: (text: string) => void) => (
    <input
      aria-label={`${label} price in ${currency}`}
      placeholder={label}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={(event) => set(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && apply()}
    />
  );
  return (
    <fieldset className="price-range" onBlur={leave}>
      <legend>Price</legend>
      {field('From', from, (text) => setTyped({ ...typed, from: text }))}
      <span aria-hidden="true">–</span>
      {field('To', to, (text) => setTyped({ ...typed, to: text }))}
    </fieldset>
  );
}

/** "20" for what is 20.00. */
function written(minor: number | undefined, exponent: number): string {
  return minor === undefined ? '' : minorToDecimal(minor, exponent).replace(/\.0+$/, '');
}
