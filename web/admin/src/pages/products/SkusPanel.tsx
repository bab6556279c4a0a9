import AddIcon from '@mui/icons-material/Add';
import PriceIcon from '@mui/icons-material/SellOutlined';
import { Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan, useSettings } from '../../api/hooks';
import type { Value } from '../../api/schema';
import { decimalToMinor, minorToDecimal } from '../../lib/money';
import { EmptyState } from '../../ui/EmptyState';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { useProductWork, type Product, type Sku } from './data';
import { MatrixDialog } from './MatrixDialog';
import { PriceDialog } from './PriceDialog';
import { SkuRow, type Edits } from './SkuRow';
import { StockDialog } from './StockDialog';

type Open = { dialog: 'matrix' | 'prices' } | { dialog: 'price' | 'stock'; sku: number } | null;

/** What is bought: a row for each combination of options. Codes and prices are typed right here, and saved together. */
export function SkusPanel({ product }: { product: Product }) {
  const mayAdd = [useCan('skus', 'add'), useCan('sku_prices', 'add')].every(Boolean);
  const mayPrice = useCan('sku_prices', 'add');
  const [open, setOpen] = useState<Open>(null);
  const { edits, edit, save, changes, problem, isPending } = useGrid(product);
  const sku = open && 'sku' in open ? product.skus.find(({ id }) => id === open.sku) : undefined;
  const close = () => setOpen(null);
  return (
    <Panel
      title="Variants, prices and stock"
      flush={product.skus.length > 0}
      actions={
        <>
          {mayPrice && product.skus.length > 1 && (
            <Button startIcon={<PriceIcon />} onClick={() => setOpen({ dialog: 'prices' })}>
              Change prices
            </Button>
          )}
          {mayAdd && (
            <Button startIcon={<AddIcon />} onClick={() => setOpen({ dialog: 'matrix' })}>
              Add variants
            </Button>
          )}
          {changes > 0 && (
            <Button variant="contained" loading={isPending} onClick={save}>
              {`Save ${changes} ${changes === 1 ? 'change' : 'changes'}`}
            </Button>
          )}
        </>
      }
    >
      <ProblemMessage error={problem} />
      {product.skus.length === 0 ? (
        <EmptyState title="Nothing can be bought yet: say in which colours and sizes it comes, and what it costs." />
      ) : (
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>Variant</TableCell>
              <TableCell>Price</TableCell>
              <TableCell>Stock</TableCell>
              <TableCell>For sale</TableCell>
              <TableCell>Code</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {product.skus.map((each) => (
              <SkuRow
                key={each.id}
                sku={each}
                product={product}
                edits={edits[each.id] ?? {}}
                onEdit={(change) => edit(each.id, change)}
                onPrice={() => setOpen({ dialog: 'price', sku: each.id })}
                onStock={() => setOpen({ dialog: 'stock', sku: each.id })}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {open?.dialog === 'matrix' && <MatrixDialog product={product} onClose={close} />}
      {open?.dialog === 'prices' && <PriceDialog product={product} onClose={close} />}
      {open?.dialog === 'price' && sku && <PriceDialog product={product} sku={sku} onClose={close} />}
      {open?.dialog === 'stock' && sku && <StockDialog product={product} sku={sku} onClose={close} />}
    </Panel>
  );
}

/** What differs from the SKU: a value that was typed back to what it was is no change. */
function changesOf(sku: Sku, edits: Edits, exponent: number): Edits {
  const price = edits.price === undefined ? undefined : decimalToMinor(edits.price, exponent);
  return {
    ...(edits.code !== undefined && edits.code !== sku.code ? { code: edits.code } : {}),
    ...(edits.active !== undefined && edits.active !== sku.active ? { active: edits.active } : {}),
    ...(edits.price !== undefined && price !== sku.price ? { price: edits.price } : {}),
  };
}

function useGrid(product: Product) {
  const { currency_exponent: exponent } = useSettings();
  const [all, setAll] = useState<Record<number, Edits>>({});
  const changed = product.skus.map((sku) => ({ sku, edits: changesOf(sku, all[sku.id] ?? {}, exponent) }));
  const rows = changed.filter(({ edits }) => Object.keys(edits).length > 0);
  const unread = rows.find(({ edits }) => edits.price !== undefined && decimalToMinor(edits.price, exponent) === null);
  const work = useProductWork(
    product.id,
    async () => {
      for (const { sku, edits } of rows) {
        const values = { ...(edits.code !== undefined ? { code: edits.code.trim() } : {}), ...(edits.active !== undefined ? { active: edits.active } : {}) };
        if (Object.keys(values).length) await admin.update('skus', String(sku.id), sku.version, values as Record<string, Value>);
        if (edits.price !== undefined)
          await call(
            client.POST('/api/admin/skus/{id}/prices', {
              params: { path: { id: String(sku.id) } },
              body: { amount: decimalToMinor(edits.price, exponent)! },
            }),
          );
        setAll((before) => Object.fromEntries(Object.entries(before).filter(([id]) => Number(id) !== sku.id)));
      }
    },
    'Saved',
  );
  const wrong = unread && new Error(`“${unread.edits.price}” is no price. Write it as ${minorToDecimal(1999, exponent)}.`);
  return {
    edits: all,
    edit: (id: number, change: Edits) => setAll((before) => ({ ...before, [id]: { ...before[id], ...change } })),
    save: () => !wrong && work.mutate(undefined),
    changes: rows.reduce((count, { edits }) => count + Object.keys(edits).length, 0),
    problem: wrong ?? work.error,
    isPending: work.isPending,
  };
}
