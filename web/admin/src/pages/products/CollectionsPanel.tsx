import { Checkbox, FormControlLabel, FormGroup, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { admin } from '../../api/admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { useCan } from '../../api/hooks';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { path, useProductWork, type Product } from './data';

const SHOWN = 200;

/** The collections that it is in. */
export function CollectionsPanel({ product }: { product: Product }) {
  const mayAdd = useCan('product_collections', 'add');
  const mayDelete = useCan('product_collections', 'delete');
  const all = useQuery({
    queryKey: ['collections', 'choices'],
    queryFn: ({ signal }) => admin.list('collections', { limit: SHOWN }, signal),
  });
  const { mutate, error, isPending, variables } = useProductWork(product.id, (ids: number[]) =>
    call(client.PUT('/api/admin/products/{id}/collections', { ...path(product.id), body: { ids } })),
  );
  // What was chosen shows at once, and goes back when it is refused.
  const chosen = new Set((isPending && variables) || product.collections.map(({ id }) => id));
  const toggle = (id: number) => mutate(chosen.has(id) ? [...chosen].filter((each) => each !== id) : [...chosen, id]);
  const items = all.data?.items ?? product.collections.map(({ id, title }) => ({ id: String(id), title }));
  return (
    <Panel title="Collections">
      <ProblemMessage error={error} />
      {all.isPending && <Loading />}
      {!all.isPending && items.length === 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          There are no collections yet.
        </Typography>
      )}
      <FormGroup>
        {items.map(({ id, title }) => (
          <FormControlLabel
            key={id}
            label={title}
            disabled={!(mayAdd && mayDelete) || isPending}
            control={<Checkbox checked={chosen.has(Number(id))} onChange={() => toggle(Number(id))} />}
          />
        ))}
      </FormGroup>
    </Panel>
  );
}
