import { Box, List, ListItem, Typography } from '@mui/material';
import { countOf } from '../../lib/text';
import { Money } from '../../ui/Money';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { TextLink } from '../../ui/TextLink';
import { ObjectLink } from '../people/ObjectLink';
import { addressOf } from '../registry';
import { Facts } from './Facts';
import type { OrderPageData } from './orderPage';

export function CustomerPanel({ order }: { order: OrderPageData }) {
  const { customer } = order;
  return (
    <Panel title="Customer">
      <Facts
        facts={{
          Name: customer.name,
          'E-mail': order.email,
          Account: <Account order={order} />,
          Orders: countOf(customer.order_count, 'order'),
          ...(order.source && { 'Came from': <Source source={order.source} /> }),
        }}
      />
      {customer.other_orders.length > 0 && (
        <>
          <Typography component="h3" variant="subtitle2" sx={{ mt: 2 }}>
            Other orders
          </Typography>
          <List dense disablePadding>
            {customer.other_orders.map((other) => (
              <ListItem key={other.id} disableGutters sx={{ gap: 1, flexWrap: 'wrap' }}>
                <TextLink to={addressOf('orders', other.id)}>{other.identifier}</TextLink>
                <StatusChip status={other.status} />
                <Money minor={other.total} />
                <Time time={other.placed_at} dateOnly />
              </ListItem>
            ))}
          </List>
        </>
      )}
    </Panel>
  );
}

/** The campaign or ad that led to the order. */
function Source({ source: { campaign, ad, at } }: { source: NonNullable<OrderPageData['source']> }) {
  const [resource, from] = campaign ? (['emails', campaign] as const) : (['ads', ad] as const);
  if (!from) return <>Unknown</>;
  return (
    <>
      {campaign ? 'Campaign ' : 'Ad '}
      <ObjectLink resource={resource} id={from.id}>
        {from.name}
      </ObjectLink>
      , <Time time={at} />
      {campaign?.link && <Box sx={{ overflowWrap: 'anywhere' }}>{campaign.link}</Box>}
    </>
  );
}

function Account({ order: { customer } }: { order: OrderPageData }) {
  if (customer.member_id) return <TextLink to={addressOf('members', customer.member_id)}>{customer.username ?? 'Member'}</TextLink>;
  if (customer.prospect_id) return <TextLink to={addressOf('prospects', customer.prospect_id)}>Without an account</TextLink>;
  return <>None</>;
}
