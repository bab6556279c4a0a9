import { Button, Stack, TextField } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useState, type FormEvent } from 'react';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { useProductWork, type Product } from './data';

const FIELDS = ['title', 'subtitle', 'slug', 'description'] as const;
type Values = Pick<Product, (typeof FIELDS)[number]>;

/** What the page in the store says. */
export function DetailsPanel({ product }: { product: Product }) {
  const may = useCan('products', 'change');
  const [values, setValues] = useState<Values>(() => ({
    title: product.title,
    subtitle: product.subtitle,
    slug: product.slug,
    description: product.description,
  }));
  const changed = FIELDS.filter((name) => values[name] !== product[name]);
  const { mutate, error, isPending } = useProductWork(
    product.id,
    () =>
      admin.update('products', String(product.id), product.version, Object.fromEntries(changed.map((name) => [name, values[name]]))),
    'Saved',
  );
  const fieldError = (name: string) => (error instanceof ApiError ? error.field(name) : undefined);
  const input = (name: keyof Values, label: string, maxLength: number, help?: string) => ({
    label,
    value: values[name],
    disabled: !may,
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
    error: Boolean(fieldError(name)),
    helperText: fieldError(name) ?? help,
    slotProps: { htmlInput: { maxLength } },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length) mutate(undefined);
  };
  return (
    <Panel title="Text">
      {!FIELDS.some(fieldError) && <ProblemMessage error={error} />}
      <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
        <TextField {...input('title', 'Title', 200)} required />
        <TextField {...input('subtitle', 'Subtitle', 300)} />
        <TextField
          {...input('slug', 'Address', 100, product.state === 'published' ? 'Links to the old address will end when you change it.' : undefined)}
          required
        />
        <TextField {...input('description', 'Description', 20000, 'An empty line begins a new paragraph.')} multiline minRows={4} maxRows={16} />
        {may && (
          <Button type="submit" variant="contained" disabled={!changed.length} loading={isPending} sx={{ alignSelf: 'flex-start' }} {...shortcut('save')}>
            Save text
          </Button>
        )}
      </Stack>
    </Panel>
  );
}
