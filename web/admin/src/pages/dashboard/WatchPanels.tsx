import { List, ListItem, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { words } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { TextLink } from '../../ui/TextLink';
import { addressOf } from '../registry';
import type { DashboardData } from './Dashboard';
import { counted, ordersWhere } from './ToDoPanel';

type Part<Name extends keyof DashboardData> = NonNullable<DashboardData[Name]>;

function Watched({ title, empty, children }: { title: string; empty: string | false; children: ReactNode }) {
  return (
    <Panel title={title}>
      {empty && <Typography variant="body2">{empty}</Typography>}
      <List dense disablePadding>
        {children}
      </List>
    </Panel>
  );
}

const Item = ({ children }: { children: ReactNode }) => (
  <ListItem disableGutters sx={{ gap: 1, flexWrap: 'wrap', overflowWrap: 'anywhere' }}>
    {children}
  </ListItem>
);

export function StockPanel({ stock }: { stock: Part<'low_stock'> }) {
  return (
    <Watched title={`Low stock (${counted(stock.count)})`} empty={stock.count === 0 && `Of everything there are more than ${stock.threshold} pieces.`}>
      {stock.items.map((item) => (
        <Item key={item.sku_id}>
          <TextLink to={addressOf('skus', item.sku_id)}>{[item.title, item.sku_title].filter(Boolean).join(', ') || item.code}</TextLink>
          <span>{item.on_hand - item.reserved} left</span>
        </Item>
      ))}
    </Watched>
  );
}

export function MailsPanel({ mails }: { mails: Part<'mails'> }) {
  return (
    <Watched title="Mails that did not arrive" empty={mails.failed + mails.uncertain === 0 && 'All mails went out.'}>
      {mails.items.map((mail) => (
        <Item key={mail.id}>
          <TextLink to={addressOf('email_messages', mail.id)}>{words(mail.kind)}</TextLink>
          <StatusChip status={mail.state} />
          <span>{mail.recipient}</span>
          <Typography variant="caption">{mail.last_reply}</Typography>
        </Item>
      ))}
    </Watched>
  );
}

export function PaymentsPanel({ payments }: { payments: Part<'payments'> }) {
  const { on_hold, short, refunds_waiting, findings } = payments;
  return (
    <Watched title="Payments to look at" empty={on_hold + short + refunds_waiting + findings === 0 && 'Everything that was paid is as it should be.'}>
      {findings > 0 && (
        <Item>
          <TextLink to="/payments">{counted(findings)} differ from Stripe’s</TextLink>
        </Item>
      )}
      {on_hold > 0 && (
        <Item>
          <TextLink to={ordersWhere({ on_hold: true })}>{counted(on_hold)} on hold</TextLink>
        </Item>
      )}
      {short > 0 && (
        <Item>
          <TextLink to={ordersWhere({ short: true })}>{counted(short)} short of stock</TextLink>
        </Item>
      )}
      {refunds_waiting > 0 && <Item>{counted(refunds_waiting)} refunds under way</Item>}
      {payments.items.map((order) => (
        <Item key={order.id}>
          <TextLink to={addressOf('orders', order.id)}>{order.identifier}</TextLink>
          <Typography variant="caption">{order.hold_reason ?? (order.short ? 'Short of stock' : '')}</Typography>
        </Item>
      ))}
    </Watched>
  );
}

export function AlertsPanel({ alerts }: { alerts: Part<'alerts'> }) {
  return (
    <Watched title={`Alerts (${counted(alerts.count)})`} empty={alerts.count === 0 && 'Nothing is wrong.'}>
      {alerts.items.map((alert) => (
        <Item key={alert.id}>
          <TextLink to={addressOf('alerts', alert.id)}>{words(alert.code)}</TextLink>
          <span>{alert.message}</span>
        </Item>
      ))}
    </Watched>
  );
}
