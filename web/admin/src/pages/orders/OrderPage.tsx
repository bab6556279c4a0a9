import { Alert, Box, Button, Stack } from '@mui/material';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { CustomerPanel } from './CustomerPanel';
import { LinesPanel } from './LinesPanel';
import { MailsPanel } from './MailsPanel';
import { NotesPanel } from './NotesPanel';
import { useOrderPage, type OrderPageData } from './orderPage';
import { PaymentPanel } from './PaymentPanel';
import { RefundDialog } from './RefundDialog';
import { ShipDialog } from './ShipDialog';
import { ShippingPanel } from './ShippingPanel';
import { StatusDialog } from './StatusDialog';
import { TimelinePanel } from './TimelinePanel';

/** An order, and all that is done with one. */
export default function OrderPage() {
  const { id = '' } = useParams();
  const { data: order, error, refetch } = useOrderPage(id);
  if (!order)
    return (
      <>
        <PageTitle title="Order" />
        {error ? <ProblemMessage error={error} onRetry={() => void refetch()} /> : <Loading label="Loading the order" />}
      </>
    );
  return <LoadedOrder order={order} error={error} />;
}

type Open = 'status' | 'ship' | 'refund' | null;

function LoadedOrder({ order, error }: { order: OrderPageData; error: unknown }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageTitle
        title={`Order ${order.identifier}`}
        help={<Time time={order.placed_at} />}
        aside={
          <>
            <StatusChip status={order.status} />
            <StatusChip status={order.payment.status} />
          </>
        }
        actions={<OrderButtons order={order} onOpen={setOpen} />}
      />
      <ProblemMessage error={error} />
      <Warnings order={order} />
      <Box sx={{ display: 'grid', gap: { xs: 0, lg: 2 }, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' } }}>
        <Box sx={{ minWidth: 0 }}>
          <LinesPanel order={order} />
          <PaymentPanel order={order} />
          <MailsPanel order={order} />
        </Box>
        <Box sx={{ minWidth: 0 }}>
          <CustomerPanel order={order} />
          <ShippingPanel order={order} />
          <TimelinePanel order={order} />
          <NotesPanel order={order} />
        </Box>
      </Box>
      {open === 'status' && <StatusDialog order={order} onClose={close} onRefund={() => setOpen('refund')} />}
      {open === 'ship' && <ShipDialog order={order} onClose={close} />}
      {open === 'refund' && <RefundDialog order={order} onClose={close} />}
    </>
  );
}

function OrderButtons({ order, onOpen }: { order: OrderPageData; onOpen: (what: Open) => void }) {
  return (
    <>
      <Button component={Link} to={`/orders/${order.id}`}>Details</Button>
      <Button component={Link} to={`/orders/${order.id}/packing-slip`}>
        Packing slip
      </Button>
      {order.next.refund && <Button onClick={() => onOpen('refund')}>Refund</Button>}
      {order.next.statuses.length > 0 && <Button onClick={() => onOpen('status')}>Change status</Button>}
      {order.next.ship && (
        <Button variant="contained" onClick={() => onOpen('ship')}>
          {order.status === 'shipped' ? 'Ship again' : 'Ship'}
        </Button>
      )}
    </>
  );
}

/** What somebody has to look at before anything else. */
function Warnings({ order }: { order: OrderPageData }) {
  const waits = order.refund_requests.filter((request) => request.state === 'requested');
  const disputes = order.disputes.filter((dispute) => !dispute.closed);
  return (
    <Stack sx={{ gap: 1, mb: order.on_hold || order.short || waits.length || disputes.length ? 2 : 0 }}>
      {order.on_hold && (
        <Alert
          severity="error"
          action={
            <Button component={Link} to={`/orders/${order.id}`} color="inherit" size="small">
              Look at it
            </Button>
          }
        >
          This order is on hold: Stripe took {order.hold_reason ?? 'something else than was offered'}.
        </Alert>
      )}
      {order.short && <Alert severity="warning">Not all of it was in stock when it was paid. Send the rest later, or return the money for it.</Alert>}
      {disputes.length > 0 && <Alert severity="error">The customer’s bank disputes the payment. It is answered at Stripe.</Alert>}
      {waits.map((request) => (
        <Alert key={request.identifier} severity="info">
          A refund is under way. Stripe has not answered yet{request.last_error ? `: ${request.last_error}` : ''}. It is tried again by itself.
        </Alert>
      ))}
    </Stack>
  );
}
