import HistoryIcon from '@mui/icons-material/EventOutlined';
import { Box, Button, IconButton, Stack, Switch, TableCell, TableRow, TextField, Tooltip, Typography } from '@mui/material';
import { useCan, useSettings } from '../../api/hooks';
import { minorToDecimal } from '../../lib/money';
import { Money } from '../../ui/Money';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { skuName, type Product, type Sku } from './data';

export interface Edits {
  code?: string;
  price?: string;
  active?: boolean;
}

interface SkuRowProps {
  sku: Sku;
  product: Product;
  edits: Edits;
  onEdit: (edits: Edits) => void;
  onPrice: () => void;
  onStock: () => void;
}

/** One line of the grid. */
export function SkuRow({ sku, product, edits, onEdit, onPrice, onStock }: SkuRowProps) {
  const { currency_exponent: exponent } = useSettings();
  const mayChange = useCan('skus', 'change');
  const mayPrice = useCan('sku_prices', 'add');
  const name = skuName(sku, product.option_names);
  const price = sku.price === null ? '' : minorToDecimal(sku.price, exponent);
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ minWidth: 110 }}>
        {name}
      </TableCell>
      <TableCell sx={{ minWidth: 170 }}>
        <Stack direction="row" sx={{ alignItems: 'center' }}>
          <TextField
            value={edits.price ?? price}
            disabled={!mayPrice}
            onChange={(event) => onEdit({ price: event.target.value })}
            slotProps={{ htmlInput: { 'aria-label': `Price of ${name}`, inputMode: 'decimal', style: { textAlign: 'right' } } }}
            sx={{ width: 110 }}
          />
          <Tooltip title="Prices to come, and those before">
            <IconButton aria-label={`Prices of ${name}`} onClick={onPrice}>
              <HistoryIcon />
            </IconButton>
          </Tooltip>
        </Stack>
        {sku.next_price && (
          <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            <Money minor={sku.next_price.amount} /> from <Time time={sku.next_price.effective_at} />
          </Typography>
        )}
      </TableCell>
      <TableCell sx={{ minWidth: 190 }}>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
          <Box sx={{ flex: 1 }}>
            <Stock sku={sku} />
          </Box>
          <Button size="small" aria-label={`Stock of ${name}`} onClick={onStock}>
            Adjust
          </Button>
        </Stack>
      </TableCell>
      <TableCell>
        <Switch
          checked={edits.active ?? sku.active}
          disabled={!mayChange}
          onChange={(_, active) => onEdit({ active })}
          slotProps={{ input: { 'aria-label': `${name} is for sale` } }}
        />
      </TableCell>
      <TableCell sx={{ minWidth: 180 }}>
        <TextField
          value={edits.code ?? sku.code}
          disabled={!mayChange}
          onChange={(event) => onEdit({ code: event.target.value })}
          slotProps={{ htmlInput: { 'aria-label': `Code of ${name}`, maxLength: 100 } }}
        />
      </TableCell>
    </TableRow>
  );
}

function Stock({ sku }: { sku: Sku }) {
  if (sku.on_hand === null) return <Typography variant="body2">Not counted</Typography>;
  return (
    <>
      <Typography variant="body2" component="div">
        {sku.on_hand}
        {sku.reserved > 0 && ` (${sku.reserved} reserved)`}
      </Typography>
      {sku.status !== 'in_stock' && <StatusChip status={sku.status} />}
    </>
  );
}
