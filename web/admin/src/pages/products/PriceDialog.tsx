import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Button, FormControlLabel, IconButton, Radio, RadioGroup, Stack, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan, useSettings } from '../../api/hooks';
import { decimalToMinor, minorToDecimal, percentToBasisPoints } from '../../lib/money';
import { inputToTime } from '../../lib/time';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { Money } from '../../ui/Money';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { path, skuName, useProductWork, type Product, type Sku } from './data';

const HISTORY = 50;

/** A new price, now or later: of one variant, with those that it had, or of all. */
export function PriceDialog({ product, sku, onClose }: { product: Product; sku?: Sku; onClose: () => void }) {
  const { currency, currency_exponent: exponent, time_zone: zone } = useSettings();
  const may = useCan('sku_prices', 'add');
  const [kind, setKind] = useState<'amount' | 'percent'>('amount');
  const [value, setValue] = useState('');
  const [from, setFrom] = useState('');
  const read = kind === 'amount' ? decimalToMinor(value, exponent) : percentToBasisPoints(value.replace(/^\+/, ''));
  const isFine = read !== null && (kind === 'amount' ? read >= 0 : read > -10000 && read <= 100000);
  const moment = from ? inputToTime(from, zone) : null;
  const work = useProductWork(
    product.id,
    async () => {
      const done = await call(
        client.POST('/api/admin/products/{id}/prices', {
          ...path(product.id),
          body: { ...(kind === 'amount' ? { amount: read } : { percent_bp: read }), skus: sku ? [sku.id] : null, effective_at: moment },
        }),
      );
      onClose();
      return done;
    },
    'Price saved',
  );
  const error = work.error instanceof ApiError && work.error.errors[0] ? new Error(work.error.errors[0].message) : work.error;
  return (
    <ConfirmDialog
      open
      title={sku ? `Prices of ${skuName(sku, product.option_names)}` : 'Prices of all variants'}
      action={moment ? 'Set for then' : 'Set now'}
      busy={work.isPending}
      disabled={!may || !isFine || (from !== '' && moment === null)}
      error={error}
      onConfirm={() => work.mutate(undefined)}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        <RadioGroup row aria-label="How to change it" value={kind} onChange={(_, chosen) => setKind(chosen as typeof kind)}>
          <FormControlLabel value="amount" control={<Radio />} label="New price" />
          <FormControlLabel value="percent" control={<Radio />} label="By percent" />
        </RadioGroup>
        <TextField
          label={kind === 'amount' ? `Price (${currency})` : 'Percent'}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          error={value !== '' && !isFine}
          helperText={kind === 'amount' ? `For instance ${minorToDecimal(1999, exponent)}` : '-10 is 10 % less, 5 is 5 % more.'}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
        <TextField
          type="datetime-local"
          label="From (empty: now)"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          helperText={`Clocks of ${zone}`}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        {sku && <History product={product} sku={sku} />}
      </Stack>
    </ConfirmDialog>
  );
}

function History({ product, sku }: { product: Product; sku: Sku }) {
  const mayDelete = useCan('sku_prices', 'delete');
  const queries = useQueryClient();
  const [opened] = useState(() => Date.now());
  const key = ['sku_prices', 'of', sku.id];
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      admin.list('sku_prices', { filter: JSON.stringify({ sku_id: String(sku.id) }), sort: '-effective_at', limit: HISTORY }, signal),
  });
  const remove = useProductWork(product.id, async (id: string) => {
    await admin.remove('sku_prices', id);
    await queries.invalidateQueries({ queryKey: key });
  });
  if (isPending) return <Loading />;
  if (error) return <ProblemMessage error={error} />;
  return (
    <>
      <Typography component="h3" variant="subtitle2">
        Its prices, the newest first
      </Typography>
      <ProblemMessage error={remove.error} />
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>From</TableCell>
            <TableCell align="right">Price</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {data.items.map(({ id, values }) => {
            const time = String(values['effective_at']);
            const isToCome = Date.parse(time) > opened;
            return (
              <TableRow key={id}>
                <TableCell>
                  <Time time={time} />
                </TableCell>
                <TableCell align="right">
                  <Money minor={Number(values['amount'])} />
                </TableCell>
                <TableCell align="right">
                  {isToCome && mayDelete && (
                    <IconButton size="small" aria-label="Delete this price to come" onClick={() => remove.mutate(id)}>
                      <DeleteIcon />
                    </IconButton>
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {data.next_cursor && <Button href={`/admin/sku_prices?filter=${encodeURIComponent(JSON.stringify({ sku_id: String(sku.id) }))}`}>All of them</Button>}
    </>
  );
}
