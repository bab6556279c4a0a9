import { Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useApi } from '../../api/hooks';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useOrderChange, type OrderPageData } from './orderPage';

/** The parcel leaves, and the customer is told. */
export function ShipDialog({ order, onClose }: { order: OrderPageData; onClose: () => void }) {
  const { id, shipping } = order;
  const { client, call } = useApi();
  const notify = useNotify();
  const [number, setNumber] = useState('');
  const [url, setUrl] = useState('');
  const byCarrier = shipping.tracking_url_template !== '';
  const ship = useOrderChange(
    () =>
      call(
        client.POST('/api/admin/orders/{id}/ship', {
          params: { path: { id } },
          body: { tracking_number: number, ...(url.trim() ? { tracking_url: url } : {}) },
        }),
      ),
    () => {
      notify('The order is shipped, and the customer is told', { type: 'success' });
      onClose();
    },
  );
  return (
    <ConfirmDialog open title="Ship the order" action="Ship" busy={ship.isPending} error={ship.error} onConfirm={() => ship.mutate(undefined)} onClose={onClose}>
      <Stack sx={{ gap: 2, pt: 1 }}>
        <Typography variant="body2">{order.email ? `${order.email} gets a mail that says so.` : 'There is no address to write to.'}</Typography>
        <TextField label="Tracking number" value={number} onChange={(event) => setNumber(event.target.value)} autoFocus fullWidth slotProps={{ htmlInput: { maxLength: 100 } }} />
        <TextField
          label="Tracking address"
          type="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          helperText={byCarrier ? `Left empty, it is that of ${shipping.carrier || shipping.title}.` : 'Where the customer can follow the parcel.'}
          fullWidth
          slotProps={{ htmlInput: { maxLength: 2000 } }}
        />
      </Stack>
    </ConfirmDialog>
  );
}
