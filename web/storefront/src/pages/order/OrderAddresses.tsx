import type { Address, Order } from '../../api/store';
import { countryName } from '../../lib/text';

function addressLines({ name, line1, line2, city, state, postal_code, country }: Address): string[] {
  const town = [city, state, postal_code].filter(Boolean).join(' ');
  return [name, line1, line2, town, country && countryName(country)].filter((line): line is string => Boolean(line));
}

export function OrderAddresses({ order: { shipping, billing, payment } }: { order: Order }) {
  return (
    <>
      <AddressBlock title="Delivery address" address={shipping.address} />
      <AddressBlock title="Billing address" address={billing} />
      {payment.last4 && (
        <div className="address">
          <h2>Payment</h2>
          <p>
            <span className="brand">{payment.brand ?? 'Card'}</span>
            {` ending in ${payment.last4}`}
          </p>
        </div>
      )}
    </>
  );
}

function AddressBlock({ title, address }: { title: string; address: Address | null }) {
  const lines = address ? addressLines(address) : [];
  if (lines.length === 0) return null;
  return (
    <div className="address">
      <h2>{title}</h2>
      <address>
        {lines.map((line, index) => (
          <span key={index}>{line}</span>
        ))}
      </address>
    </div>
  );
}
