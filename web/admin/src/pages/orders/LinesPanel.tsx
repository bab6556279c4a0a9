import { Box, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { addressOf } from '../registry';
import { Money } from '../../ui/Money';
import { Panel } from '../../ui/Panel';
import { TextLink } from '../../ui/TextLink';
import type { OrderLine, OrderPageData } from './orderPage';

export function LinesPanel({ order }: { order: OrderPageData }) {
  return (
    <Panel title="Lines" flush>
      <Table size="small" aria-label="Lines of the order">
        <TableHead>
          <TableRow>
            <TableCell>Article</TableCell>
            <TableCell align="right">Pieces</TableCell>
            <TableCell align="right" sx={{ display: { xs: 'none', sm: 'table-cell' } }}>
              Price
            </TableCell>
            <TableCell align="right">Total</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.lines.map((line) => (
            <Line key={line.position} line={line} />
          ))}
          <Totals order={order} />
        </TableBody>
      </Table>
    </Panel>
  );
}

export const nameOf = (line: Pick<OrderLine, 'title' | 'sku_title'>) => (line.sku_title ? `${line.title}, ${line.sku_title}` : line.title);

function Line({ line }: { line: OrderLine }) {
  const facts = [
    line.code,
    line.quantity_short > 0 && `${line.quantity_short} not in stock`,
    line.quantity_returned > 0 && `${line.quantity_returned} came back`,
  ].filter(Boolean);
  return (
    <TableRow>
      <TableCell>
        <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
          <Picture line={line} />
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {line.sku_id ? <TextLink to={addressOf('skus', line.sku_id)}>{nameOf(line)}</TextLink> : nameOf(line)}
            </Typography>
            <Typography variant="caption" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {facts.join(' · ')}
            </Typography>
          </Box>
        </Stack>
      </TableCell>
      <TableCell align="right">{line.quantity}</TableCell>
      <TableCell align="right" sx={{ display: { xs: 'none', sm: 'table-cell' } }}>
        <Money minor={line.unit_price} />
      </TableCell>
      <TableCell align="right">
        <Money minor={line.line_total} />
      </TableCell>
    </TableRow>
  );
}

function Picture({ line }: { line: OrderLine }) {
  if (!line.image) return null;
  return (
    <Box
      component="img"
      src={line.image.url}
      srcSet={line.image.srcset || undefined}
      sizes="40px"
      alt=""
      width={40}
      height={48}
      loading="lazy"
      sx={{ objectFit: 'cover', borderRadius: 0.5, flexShrink: 0, display: { xs: 'none', sm: 'block' } }}
    />
  );
}

function Totals({ order: { totals, discounts } }: { order: OrderPageData }) {
  const rows: [string, number][] = [
    ['Goods', totals.item_subtotal],
    ...discounts.map(({ code, amount }): [string, number] => [`Discount ${code}`, -amount]),
    ['Shipping', totals.shipping],
    ...(totals.tax ? [['Tax', totals.tax] as [string, number]] : []),
  ];
  return (
    <>
      {rows.map(([label, minor]) => (
        <SumRow key={label} label={label} minor={minor} />
      ))}
      <SumRow label="Total" minor={totals.total} strong />
    </>
  );
}

function SumRow({ label, minor, strong = false }: { label: string; minor: number; strong?: boolean }) {
  const sx = { fontWeight: strong ? 600 : undefined, borderBottom: 0, py: 0.5 };
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={sx}>
        {label}
      </TableCell>
      <TableCell sx={sx} />
      <TableCell sx={{ ...sx, display: { xs: 'none', sm: 'table-cell' } }} />
      <TableCell align="right" sx={sx}>
        <Money minor={minor} />
      </TableCell>
    </TableRow>
  );
}
