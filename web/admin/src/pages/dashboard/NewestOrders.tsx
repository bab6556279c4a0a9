import { List, ListItem, Typography } from '@mui/material';
import { Money } from '../../ui/Money';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { TextLink } from '../../ui/TextLink';
import { addressOf } from '../registry';
import type { DashboardData } from './Dashboard';

export function NewestOrders({ orders }: { orders: NonNullable<DashboardData['newest_orders']> }) {
  return (
    <Panel title="Newest orders">
      {orders.length === 0 && <Typography variant="body2">Nobody has ordered yet.</Typography>}
      <List dense disablePadding>
        {orders.map((order) => (
          <ListItem key={order.id} disableGutters sx={{ gap: 1, flexWrap: 'wrap' }}>
            <TextLink to={addressOf('orders', order.id)}>{order.identifier}</TextLink>
            <StatusChip status={order.on_hold ? 'on_hold' : order.status} />
            <Money minor={order.total} />
            <Time time={order.placed_at} />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
