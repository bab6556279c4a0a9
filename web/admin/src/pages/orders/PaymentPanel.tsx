import { Link as MuiLink, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { words } from '../../lib/text';
import { Money } from '../../ui/Money';
import { Panel } from '../../ui/Panel';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { Address, Facts } from './Facts';
import type { OrderPageData } from './orderPage';

export function PaymentPanel({ order }: { order: OrderPageData }) {
  const { payment, billing } = order;
  return (
    <Panel title="Payment">
      <Facts
        facts={{
          Paid: <Money minor={payment.amount} />,
          Refunded: payment.refunded ? <Money minor={payment.refunded} /> : null,
          Card: payment.card_last4 ? `${words(payment.card_brand ?? 'card')} ending in ${payment.card_last4}` : null,
          When: <Time time={payment.paid_at} />,
          Mode: payment.livemode ? null : 'Test: no real money',
          Payment: payment.stripe_payment_intent_id,
          Charge: payment.stripe_charge_id,
          'At Stripe': payment.dashboard_url && (
              <MuiLink href={payment.dashboard_url} target="_blank" rel="noreferrer">
                Open in Stripe’s dashboard
              </MuiLink>
            ),
          'Billed to': billing.line1 || billing.name ? <Address place={billing} /> : null,
          Phone: billing.phone,
        }}
      />
      <Refunds order={order} />
    </Panel>
  );
}

function Refunds({ order: { refunds, refund_requests } }: { order: OrderPageData }) {
  const failed = refund_requests.filter((request) => request.state === 'failed');
  if (!refunds.length && !failed.length) return null;
  return (
    <>
      <Typography component="h3" variant="subtitle2" sx={{ mt: 2 }}>
        Refunds
      </Typography>
      <Table size="small" aria-label="Refunds">
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell>By</TableCell>
            <TableCell>State</TableCell>
            <TableCell align="right">Amount</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {refunds.map((refund) => (
            <TableRow key={refund.id}>
              <TableCell>
                <Time time={refund.created_at} />
              </TableCell>
              <TableCell>{refund.username ?? 'Stripe'}</TableCell>
              <TableCell>
                <StatusChip status={refund.status} />
              </TableCell>
              <TableCell align="right">
                <Money minor={refund.amount} />
              </TableCell>
            </TableRow>
          ))}
          {failed.map((request) => (
            <TableRow key={request.identifier}>
              <TableCell>
                <Time time={request.created_at} />
              </TableCell>
              <TableCell>{request.username}</TableCell>
              <TableCell>
                <StatusChip status="failed" label="Refused" /> {request.last_error}
              </TableCell>
              <TableCell align="right">
                <Money minor={request.amount} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
