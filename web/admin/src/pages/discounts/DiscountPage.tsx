import { Alert, Button, FormControlLabel, MenuItem, Radio, RadioGroup, Stack, Switch, TextField, Typography } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useCan, useMoney, useResource, useSettings } from '../../api/hooks';
import type { AdminObject } from '../../api/schema';
import { shortcut } from '../../app/Shortcuts';
import { ObjectActions } from '../../generic/form/ObjectActions';
import { ChangeList } from '../../generic/history/ChangeList';
import { emptyDiscount, formOf, takenOff, valuesOf, type DiscountForm } from '../../lib/discount';
import { Loading } from '../../ui/Loading';
import { NotFoundPage } from '../../ui/NotFoundPage';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';

/** A code, new or known. The form asks for what its kind needs and no more. */
export default function DiscountPage() {
  const id = useParams()['id'];
  const { data, error, refetch } = useQuery({
    queryKey: ['discount_codes', 'page', id],
    queryFn: ({ signal }) => admin.get('discount_codes', id!, signal),
    enabled: id !== undefined,
  });
  if (id === undefined) return <Content />;
  if (data) return <Content key={data.version} code={data} />;
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error) return <ProblemMessage error={error} onRetry={() => void refetch()} />;
  return <Loading />;
}

function Content({ code }: { code?: AdminObject }) {
  const settings = useSettings();
  const may = useCan('discount_codes', code ? 'change' : 'add');
  const resource = useResource('discount_codes');
  const queries = useQueryClient();
  const reload = () => void queries.invalidateQueries({ queryKey: ['discount_codes'] });
  const [form, setForm] = useState(() => (code ? formOf(code, settings) : emptyDiscount));
  const [tried, setTried] = useState(false);
  const { values, problems } = valuesOf(form, settings);
  const { mutate, error, isPending } = useSave(code);
  const refused = (name: keyof DiscountForm) =>
    error instanceof ApiError ? error.field(name === 'percent' ? 'percent_bp' : name) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.keys(problems).length) mutate(values);
  };
  const text = (name: keyof DiscountForm, label: string, help?: string) => {
    const fault = (tried ? problems[name] : undefined) ?? refused(name);
    return {
      label,
      value: form[name],
      disabled: !may,
      error: Boolean(fault),
      helperText: fault ?? help,
      onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
    };
  };
  const toggle = (name: 'active' | 'combinable', label: string) => (
    <FormControlLabel label={label} control={<Switch checked={form[name]} disabled={!may} onChange={(_, on) => setForm({ ...form, [name]: on })} />} />
  );
  const isTold = error instanceof ApiError && error.errors.some(({ field }) => field in form || field === 'percent_bp');
  return (
    <>
    <form onSubmit={submit} noValidate>
      <PageTitle
        title={code ? `Discount ${code.title}` : 'New discount code'}
        help={code && <Usage code={code} />}
        actions={
          <>
            {code && resource && <ObjectActions resource={{ ...resource, actions: [] }} record={code} onDone={reload} />}
            {may && (
              <Button type="submit" variant="contained" loading={isPending} {...shortcut('save')}>
                {code ? 'Save' : 'Create'}
              </Button>
            )}
          </>
        }
      />
      {!isTold && <ProblemMessage error={error} />}
      <Panel title="What customers type and read">
        <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
          <TextField {...text('code', 'Code', 'Capital and small letters are the same.')} required slotProps={{ htmlInput: { maxLength: 50, autoCapitalize: 'characters' } }} />
          <TextField {...text('title', 'Title', 'In the cart and on the receipt.')} slotProps={{ htmlInput: { maxLength: 200 } }} />
        </Stack>
      </Panel>
      <Panel title="What it takes off">
        <Stack sx={{ gap: 2 }}>
          <RadioGroup row aria-label="Kind" value={form.kind} onChange={(_, kind) => setForm({ ...form, kind: kind as DiscountForm['kind'] })}>
            <FormControlLabel value="percent" disabled={!may} control={<Radio />} label="A percentage" />
            <FormControlLabel value="fixed" disabled={!may} control={<Radio />} label="A fixed amount" />
            <FormControlLabel value="free_shipping" disabled={!may} control={<Radio />} label="Free delivery" />
          </RadioGroup>
          {form.kind !== 'free_shipping' && (
            <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
              {form.kind === 'percent' ? (
                <TextField {...text('percent', 'Percent')} required slotProps={{ htmlInput: { inputMode: 'decimal' } }} />
              ) : (
                <TextField {...text('amount', `Amount (${settings.currency})`)} required slotProps={{ htmlInput: { inputMode: 'decimal' } }} />
              )}
              <TextField select {...text('applies_to', 'Of')}>
                <MenuItem value="items">The goods</MenuItem>
                <MenuItem value="shipping">The delivery</MenuItem>
              </TextField>
            </Stack>
          )}
          <TextField {...text('minimum_subtotal', `Goods must cost at least (${settings.currency})`, 'Empty: anything.')} slotProps={{ htmlInput: { inputMode: 'decimal' } }} />
          {!Object.keys(problems).some((name) => ['percent', 'amount', 'minimum_subtotal'].includes(name)) && <Example values={values} />}
        </Stack>
      </Panel>
      <Panel title="When and how often">
        <Stack sx={{ gap: 2 }}>
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
            <TextField type="datetime-local" {...text('starts_at', 'Begins', 'Empty: at once.')} slotProps={{ inputLabel: { shrink: true } }} />
            <TextField type="datetime-local" {...text('ends_at', 'Ends', `Empty: never. Clocks of ${settings.time_zone}.`)} slotProps={{ inputLabel: { shrink: true } }} />
          </Stack>
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
            <TextField {...text('max_uses', 'Uses in all', 'Empty: any number.')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} />
            <TextField {...text('max_uses_per_customer', 'Uses by one customer', 'Empty: any number.')} slotProps={{ htmlInput: { inputMode: 'numeric' } }} />
          </Stack>
          <Stack>
            {toggle('active', 'Can be used')}
            {toggle('combinable', 'Can be combined with other codes that can')}
          </Stack>
        </Stack>
      </Panel>
    </form>
      {code && (
        <Panel title="History">
          <ChangeList
            queryKey={['discount_codes', 'history', code.id]}
            load={(query, signal) => admin.history('discount_codes', code.id, query, signal)}
            onUndone={reload}
          />
        </Panel>
      )}
    </>
  );
}

function useSave(code: AdminObject | undefined) {
  const navigate = useNavigate();
  const notify = useNotify();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: AdminObject['values']) =>
      code ? admin.update('discount_codes', code.id, code.version ?? '', values) : admin.create('discount_codes', values),
    onSuccess: async ({ id }) => {
      notify('Saved', { type: 'success' });
      await queries.invalidateQueries({ queryKey: ['discount_codes'] });
      if (!code) await navigate(`/discount_codes/${id}`);
    },
  });
}

function Usage({ code }: { code: AdminObject }) {
  const uses = Number(code.values['uses'] ?? 0);
  const most = code.values['max_uses'];
  return <>{`Used ${uses === 1 ? 'once' : `${uses} times`}${most == null ? '' : ` of ${String(most)}`}, open checkouts counted.`}</>;
}

/** A cart of 100 with delivery for 5, in major units of the currency. */
function Example({ values }: { values: AdminObject['values'] }) {
  const money = useMoney();
  const { currency_exponent: exponent } = useSettings();
  const unit = 10 ** exponent;
  const goods = Math.max(100 * unit, Number(values['minimum_subtotal']));
  const shipping = 5 * unit;
  const off = takenOff(values, goods, shipping) ?? 0;
  return (
    <Alert severity="info" icon={false} role="status">
      <Typography variant="body2">
        {`For example: goods for ${money(goods)} and delivery for ${money(shipping)} cost ${money(goods + shipping - off)} with it instead of ${money(goods + shipping)}.`}
      </Typography>
    </Alert>
  );
}
