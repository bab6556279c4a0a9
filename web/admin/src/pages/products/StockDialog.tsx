import { FormControlLabel, MenuItem, Radio, RadioGroup, Stack, Switch, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { words } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { skuName, useProductWork, type Product, type Sku } from './data';

type How = 'change' | 'counted' | 'stop' | 'none';
type Reason = 'delivery' | 'correction' | 'return';
const REASONS: Reason[] = ['delivery', 'correction', 'return'];
const LEDGER = 20;

/** What came or went, and why; the ledger keeps it. */
export function StockDialog({ product, sku, onClose }: { product: Product; sku: Sku; onClose: () => void }) {
  const may = useCan('sku_inventory', 'change');
  const isCounted = sku.on_hand !== null;
  const [how, setHow] = useState<How>(isCounted ? 'change' : 'counted');
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState<Reason>(isCounted ? 'delivery' : 'correction');
  const [reference, setReference] = useState('');
  const [backorder, setBackorder] = useState(sku.backorder_allowed);
  const pieces = /^[+-]?\d{1,9}$/.test(number.trim()) ? Number(number) : null;
  const needsNumber = how === 'change' || how === 'counted';
  const isFine = needsNumber ? pieces !== null && (how === 'change' ? pieces !== 0 : pieces >= 0) : how === 'stop' || backorder !== sku.backorder_allowed;
  const after = pieces === null ? null : how === 'counted' ? pieces : (sku.on_hand ?? 0) + pieces;
  const { mutate, error, isPending } = useProductWork(
    product.id,
    async () => {
      await call(
        client.POST('/api/admin/skus/{id}/stock', {
          params: { path: { id: String(sku.id) } },
          body: {
            ...(how === 'change' ? { change: pieces } : how === 'counted' ? { counted: pieces } : how === 'stop' ? { tracked: false } : {}),
            ...(backorder !== sku.backorder_allowed ? { backorder_allowed: backorder } : {}),
            ...(how === 'none' ? {} : { reason, reference: reference.trim() }),
          },
        }),
      );
      onClose();
    },
    'Stock saved',
  );
  return (
    <ConfirmDialog
      open
      title={`Stock of ${skuName(sku, product.option_names)}`}
      action="Save"
      busy={isPending}
      disabled={!may || !isFine}
      error={error instanceof ApiError && error.errors[0] ? new Error(error.errors[0].message) : error}
      onConfirm={() => mutate(undefined)}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        <Typography variant="body2">
          {isCounted ? `${sku.on_hand} here, of which checkouts under way hold ${sku.reserved}.` : 'Nobody counts it: any number can be bought.'}
        </Typography>
        <RadioGroup aria-label="What happened" value={how} onChange={(_, value) => setHow(value as How)}>
          {isCounted && <FormControlLabel value="change" control={<Radio />} label="Some came or went" />}
          <FormControlLabel value="counted" control={<Radio />} label={isCounted ? 'I have counted them' : 'Begin to count'} />
          {isCounted && <FormControlLabel value="stop" control={<Radio />} label="Stop counting" />}
          <FormControlLabel value="none" control={<Radio />} label="Only whether it may be back-ordered" />
        </RadioGroup>
        {needsNumber && (
          <TextField
            label={how === 'change' ? 'How many more (or -3 for fewer)' : 'How many there are'}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
            error={number !== '' && !isFine}
            helperText={after === null ? ' ' : `Then there are ${after}.`}
            slotProps={{ htmlInput: { inputMode: how === 'change' ? 'text' : 'numeric' } }}
          />
        )}
        {how !== 'none' && (
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1 }}>
            <TextField select label="Why" value={reason} onChange={(event) => setReason(event.target.value as Reason)}>
              {REASONS.map((each) => (
                <MenuItem key={each} value={each}>
                  {words(each)}
                </MenuItem>
              ))}
            </TextField>
            <TextField label="Note" placeholder="Delivery note 17" value={reference} onChange={(event) => setReference(event.target.value)} slotProps={{ htmlInput: { maxLength: 200 } }} />
          </Stack>
        )}
        <FormControlLabel
          control={<Switch checked={backorder} onChange={(_, value) => setBackorder(value)} />}
          label="More may be ordered than there is"
        />
        <Ledger sku={sku} />
      </Stack>
    </ConfirmDialog>
  );
}

function Ledger({ sku }: { sku: Sku }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['stock_movements', 'of', sku.id],
    queryFn: ({ signal }) => admin.list('stock_movements', { filter: JSON.stringify({ sku_id: String(sku.id) }), limit: LEDGER }, signal),
  });
  if (isPending) return <Loading />;
  if (error) return <ProblemMessage error={error} />;
  if (!data.items.length) return null;
  return (
    <>
      <Typography component="h3" variant="subtitle2">
        What happened before
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell align="right">Change</TableCell>
            <TableCell>Why</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {data.items.map(({ id, values }) => (
            <TableRow key={id}>
              <TableCell>
                <Time time={String(values['created_at'])} />
              </TableCell>
              <TableCell align="right">{Number(values['change']) > 0 ? `+${values['change']}` : String(values['change'])}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>
                {words(String(values['reason']))}
                {values['reference'] ? ` · ${String(values['reference'])}` : ''}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
