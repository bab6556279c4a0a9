import { Link as MuiLink } from '@mui/material';
import { Panel } from '../../ui/Panel';
import { Address, Facts } from './Facts';
import type { OrderPageData } from './orderPage';

export function ShippingPanel({ order: { shipping } }: { order: OrderPageData }) {
  return (
    <Panel title="Shipping">
      <Facts
        facts={{
          Method: shipping.title,
          To: shipping.line1 || shipping.name ? <Address place={shipping} /> : 'Nobody gave an address',
          Tracking: shipping.tracking_number,
          Follow: shipping.tracking_url && (
              <MuiLink href={shipping.tracking_url} target="_blank" rel="noreferrer">
                Where the parcel is
              </MuiLink>
            ),
        }}
      />
    </Panel>
  );
}
