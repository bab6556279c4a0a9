import { Alert, Button, Stack, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useState } from 'react';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useSettings } from '../../api/hooks';
import { decimalToMinor, minorToDecimal } from '../../lib/money';
import { combinations, optionsOf, type OptionText } from '../../lib/options';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { path, useProductWork, type Product } from './data';

const MOST = 200;
const OPTIONS_MOST = 5;

function initialRows({ option_names: names, skus }: Product): OptionText[] {
  if (!names.length) return [{ name: skus.length ? '' : 'Colour', values: '' }, { name: skus.length ? '' : 'Size', values: '' }];
  return names.map((name) => ({
    name,
    values: [...new Set(skus.map((sku) => sku.options[name]).filter(Boolean))].join(', '),
  }));
}

/** Colours times sizes: what is missing of the combinations is made, what is there stays as it is. */
export function MatrixDialog({ product, onClose }: { product: Product; onClose: () => void }) {
  const { currency, currency_exponent: exponent } = useSettings();
  const known = product.skus.find((sku) => sku.price !== null)?.price;
  const [rows, setRows] = useState(() => initialRows(product));
  const [price, setPrice] = useState(() => (known == null ? '' : minorToDecimal(known, exponent)));
  const [stock, setStock] = useState('');
  const options = optionsOf(rows);
  const count = combinations(options);
  const amount = decimalToMinor(price, exponent);
  const pieces = stock.trim() === '' ? null : Number(stock);
  const isNumber = pieces === null || (Number.isInteger(pieces) && pieces >= 0);
  const { mutate, error, isPending } = useProductWork(
    product.id,
    async () => {
      const made = await call(
        client.POST('/api/admin/products/{id}/skus', { ...path(product.id), body: { options, price: amount!, stock: pieces } }),
      );
      onClose();
      return made;
    },
    'Made',
  );
  const edit = (at: number, change: Partial<OptionText>) => setRows(rows.map((row, n) => (n === at ? { ...row, ...change } : row)));
  return (
    <ConfirmDialog
      open
      title="Add variants"
      action="Make them"
      busy={isPending}
      disabled={amount === null || amount < 0 || !isNumber || count > MOST}
      error={error instanceof ApiError && error.errors[0] ? new Error(error.errors[0].message) : error}
      onConfirm={() => mutate(undefined)}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        {rows.map((row, at) => (
          <Stack key={at} direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1 }}>
            <TextField label={`Option ${at + 1}`} value={row.name} onChange={(event) => edit(at, { name: event.target.value })} sx={{ flex: 1 }} />
            <TextField
              label={`Values of option ${at + 1}`}
              placeholder="Red, Dark blue"
              value={row.values}
              onChange={(event) => edit(at, { values: event.target.value })}
              sx={{ flex: 2 }}
            />
          </Stack>
        ))}
        {rows.length < OPTIONS_MOST && (
          <Button sx={{ alignSelf: 'flex-start' }} onClick={() => setRows([...rows, { name: '', values: '' }])}>
            Another option
          </Button>
        )}
        <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1 }}>
          <TextField
            label={`Price of new ones (${currency})`}
            value={price}
            onChange={(event) => setPrice(event.target.value)}
            required
            error={price !== '' && amount === null}
            helperText={price !== '' && amount === null ? `Write it as ${minorToDecimal(1999, exponent)}.` : undefined}
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          />
          <TextField
            label="Pieces of each"
            value={stock}
            onChange={(event) => setStock(event.target.value)}
            error={!isNumber}
            helperText="Empty: nobody counts them."
            slotProps={{ htmlInput: { inputMode: 'numeric' } }}
          />
        </Stack>
        {count > MOST ? (
          <Alert severity="error">{`These are ${count} combinations; a product has at most ${MOST}.`}</Alert>
        ) : (
          <Typography variant="body2" role="status">
            {`${count} ${count === 1 ? 'variant' : 'variants'} in all; those that are there stay as they are.`}
          </Typography>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
