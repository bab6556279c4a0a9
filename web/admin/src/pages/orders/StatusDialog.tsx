import { Alert, MenuItem, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useApi } from '../../api/hooks';
import { words } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useOrderChange, type OrderPageData, type OrderStatus } from './orderPage';

interface StatusDialogProps {
  order: OrderPageData;
  onClose: () => void;
  /** After cancelling: the money goes back next. */
  onRefund: () => void;
}

export function StatusDialog({ order, onClose, onRefund }: StatusDialogProps) {
  const { id } = order;
  const { client, call } = useApi();
  const notify = useNotify();
  const [status, setStatus] = useState<OrderStatus>(order.next.statuses[0]!);
  const [note, setNote] = useState('');
  const move = useOrderChange(
    () => call(client.POST('/api/admin/orders/{id}/status', { params: { path: { id } }, body: { status, note } })),
    () => {
      notify(`The order is ${words(status).toLowerCase()}`, { type: 'success' });
      if (status === 'cancelled' && order.next.refund) onRefund();
      else onClose();
    },
  );
  const cancels = status === 'cancelled';
  return (
    <ConfirmDialog
      open
      title="Change status"
      action={cancels ? 'Cancel the order' : 'Change status'}
      danger={cancels}
      busy={move.isPending}
      error={move.error}
      onConfirm={() => move.mutate(undefined)}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        <TextField select label="New status" value={status} onChange={(event) => setStatus(event.target.value as OrderStatus)} fullWidth>
          {order.next.statuses.map((each) => (
            <MenuItem key={each} value={each}>
              {words(each)}
            </MenuItem>
          ))}
        </TextField>
        <TextField label="Note" value={note} onChange={(event) => setNote(event.target.value)} multiline fullWidth slotProps={{ htmlInput: { maxLength: 1000 } }} />
        {cancels && <Alert severity="warning">What was bought goes back into stock, and the order can’t be taken up again. The money is returned by a refund, which is offered next.</Alert>}
      </Stack>
    </ConfirmDialog>
  );
}
