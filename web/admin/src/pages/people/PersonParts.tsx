import type { Schemas } from '@startupwebapp/api-client';
import { words } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { ObjectLink } from './ObjectLink';
import { Rows } from './Rows';
import { useAmount } from './money';

export function OrdersPart({ orders }: { orders: Schemas['AdminPersonOrders'] }) {
  const amount = useAmount();
  const sum = orders.totals.map((each) => amount(each.amount, each.currency)).join(', ');
  return (
    <Panel title={`Orders (${orders.count})`} actions={sum && <span>{sum} in all</span>}>
      <Rows
        empty="Nothing was ordered yet."
        rows={orders.items.map((order) => ({
          key: order.id,
          main: (
            <ObjectLink resource="orders" id={order.id}>
              {order.identifier}
            </ObjectLink>
          ),
          more: (
            <>
              <Time time={order.placed_at} />
              {order.refunded > 0 && `, ${amount(order.refunded, order.currency)} refunded`}
            </>
          ),
          side: (
            <>
              {amount(order.total, order.currency)} <StatusChip status={order.status} />
            </>
          ),
        }))}
      />
    </Panel>
  );
}

export function CartPart({ cart }: { cart: Schemas['AdminPersonCart'] }) {
  const amount = useAmount();
  return (
    <Panel title="In the cart now" actions={cart.lines.length > 0 && <span>{amount(cart.total, cart.currency)}</span>}>
      <Rows
        empty="The cart is empty."
        rows={cart.lines.map((line) => ({
          key: line.sku_id,
          main: (
            <ObjectLink resource="skus" id={line.sku_id}>
              {`${line.quantity} × ${line.title}${line.sku_title && `, ${line.sku_title}`}`}
            </ObjectLink>
          ),
          side: amount(line.line_total, cart.currency),
        }))}
      />
    </Panel>
  );
}

export function MailsPart({ mails }: { mails: Schemas['AdminPersonMail'][] }) {
  return (
    <Panel title="Mails">
      <Rows
        empty="No mail was written."
        rows={mails.map((mail) => ({
          key: mail.id,
          main: (
            <ObjectLink resource="email_messages" id={mail.id}>
              {words(mail.kind)}
            </ObjectLink>
          ),
          more: <Time time={mail.sent_at ?? mail.created_at} />,
          side: <StatusChip status={mail.state} />,
        }))}
      />
    </Panel>
  );
}

export function EventsPart({ events }: { events: NonNullable<Schemas['AdminMemberPage']['events']> }) {
  return (
    <Panel title="In the store">
      <Rows
        empty="Nothing was recorded."
        rows={events.map((event, at) => ({
          key: String(at),
          main: `${words(event.kind)}${event.name && `: ${event.name}`}`,
          more: event.url,
          side: <Time time={event.at} />,
        }))}
      />
    </Panel>
  );
}

export function MessagesPart({ messages }: { messages: Schemas['AdminPersonMessage'][] }) {
  return (
    <Panel title="Messages">
      <Rows
        empty="No message was written."
        rows={messages.map((message) => ({
          key: message.id,
          main: message.kind === 'notify_me' ? `Wants to be told of: ${message.subject}` : message.body,
          more: <Time time={message.created_at} />,
        }))}
      />
    </Panel>
  );
}
