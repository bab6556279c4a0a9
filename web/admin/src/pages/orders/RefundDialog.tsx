import { MenuItem, Stack, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useApi, useMoney, useSettings } from '../../api/hooks';
import { decimalToMinor, minorToDecimal } from '../../lib/money';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { nameOf } from './LinesPanel';
import { useOrderChange, type OrderLine, type OrderPageData } from './orderPage';
import { paidFor } from './refundAmount';

const REASONS = [
  ['requested_by_customer', 'The customer asked for it'],
  ['duplicate', 'It was paid twice'],
  ['fraudulent', 'It is fraud'],
] as const;
type Reason = (typeof REASONS)[number][0];

/** Money that goes back, and pieces that come back. */
export function RefundDialog({ order, onClose }: { order: OrderPageData; onClose: () => void }) {
  const { id, payment } = order;
  const { client, call } = useApi();
  const format = useMoney();
  const notify = useNotify();
  const { currency_exponent: digits } = useSettings();
  // one identifier for this dialog: a second press is the same refund
  const [identifier] = useState(() => crypto.randomUUID());
  const [pieces, setPieces] = useState<ReadonlyMap<number, number>>(new Map());
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState<Reason>('requested_by_customer');
  const suggested = pieces.size ? paidFor(order, pieces) : payment.left;
  const amount = typed ?? minorToDecimal(suggested, digits);
  const minor = decimalToMinor(amount, digits);
  const problem = minor === null ? `Give an amount such as ${minorToDecimal(payment.left, digits)}.` : minor < 1 ? 'Give more than nothing.' : minor > payment.left ? `At most ${format(payment.left)} is left.` : null;
  const refund = useOrderChange(
    (sum: number) =>
      call(
        client.POST('/api/admin/orders/{id}/refunds', {
          params: { path: { id } },
          body: { identifier, amount: sum, reason, restock: [...pieces].filter(([, quantity]) => quantity > 0).map(([position, quantity]) => ({ position, quantity })) },
        }),
      ),
    (request) => {
      notify(request.state === 'done' ? 'The money is on its way' : 'Stripe has not answered yet. The refund is tried again by itself.', {
        type: request.state === 'done' ? 'success' : 'warning',
      });
      onClose();
    },
  );
  const setQuantity = (line: OrderLine, quantity: number) => {
    setPieces(new Map([...pieces, [line.position, quantity]].filter(([, n]) => n! > 0) as [number, number][]));
    setTyped(null);
  };
  return (
    <ConfirmDialog
      open
      title="Refund"
      action={minor !== null && !problem ? `Refund ${format(minor)}` : 'Refund'}
      danger
      busy={refund.isPending}
      disabled={problem !== null}
      error={refund.error}
      onConfirm={() => minor !== null && refund.mutate(minor)}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        <Typography variant="body2">
          {format(payment.left)} of {format(payment.amount)} can still be returned.
        </Typography>
        <RestockTable lines={order.lines} pieces={pieces} onChange={setQuantity} />
        <TextField
          label="Amount"
          value={amount}
          onChange={(event) => setTyped(event.target.value)}
          error={problem !== null}
          helperText={problem ?? (pieces.size ? 'What was paid for the pieces above, without shipping; change it as you like.' : 'All that is left; choose pieces above to return what was paid for them, or change it as you like.')}
          fullWidth
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
        <TextField select label="Reason" value={reason} onChange={(event) => setReason(event.target.value as Reason)} fullWidth>
          {REASONS.map(([value, label]) => (
            <MenuItem key={value} value={value}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
    </ConfirmDialog>
  );
}

interface RestockTableProps {
  lines: OrderLine[];
  pieces: ReadonlyMap<number, number>;
  onChange: (line: OrderLine, quantity: number) => void;
}

function RestockTable({ lines, pieces, onChange }: RestockTableProps) {
  const returnable = lines.filter((line) => line.quantity_returnable > 0);
  if (!returnable.length) return null;
  return (
    <Table size="small" aria-label="Pieces that come back">
      <TableHead>
        <TableRow>
          <TableCell>Article</TableCell>
          <TableCell align="right">Back into stock</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {returnable.map((line) => (
          <TableRow key={line.position}>
            <TableCell>{nameOf(line)}</TableCell>
            <TableCell align="right">
              <TextField
                select
                size="small"
                value={pieces.get(line.position) ?? 0}
                onChange={(event) => onChange(line, Number(event.target.value))}
                slotProps={{ select: { native: true }, htmlInput: { 'aria-label': `Pieces of ${nameOf(line)} that come back` } }}
              >
                {Array.from({ length: line.quantity_returnable + 1 }, (_, n) => (
                  <option key={n} value={n}>
                    {n} of {line.quantity_returnable}
                  </option>
                ))}
              </TextField>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
