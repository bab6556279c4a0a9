import { Alert, Button, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useSettings } from '../../api/hooks';
import { countOf } from '../../lib/text';
import { dayBefore, dayOf } from '../../lib/time';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { FindingsTable } from './FindingsTable';

interface Days {
  from: string;
  to: string;
}

const daysBack = (day: string, count: number): string => (count > 0 ? daysBack(dayBefore(day), count - 1) : day);

/** What Stripe has, and what the store has. */
export default function PaymentsPage() {
  const { time_zone: zone } = useSettings();
  const [days, setDays] = useState<Days>(() => {
    const to = dayOf(new Date().toISOString(), zone);
    return { from: daysBack(to, 6), to };
  });
  const [asked, setAsked] = useState(days);
  const { client, call } = useApi();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['order_payments', 'reconciliation', asked],
    queryFn: ({ signal }) => call(client.GET('/api/admin/payments/reconciliation', { params: { query: asked }, signal })),
    retry: false,
  });
  return (
    <>
      <PageTitle title="Compare with Stripe" help="Payments that Stripe has and the store has not, the other way round, and those that differ." />
      <Panel>
        <Stack
          component="form"
          direction={{ xs: 'column', sm: 'row' }}
          sx={{ gap: 2, alignItems: { sm: 'center' } }}
          onSubmit={(event) => {
            event.preventDefault();
            if (asked.from === days.from && asked.to === days.to) void refetch();
            else setAsked(days);
          }}
        >
          <DayField label="From" value={days.from} onChange={(from) => setDays({ ...days, from })} />
          <DayField label="To" value={days.to} onChange={(to) => setDays({ ...days, to })} />
          <Button type="submit" variant="contained" loading={isFetching} sx={{ flexShrink: 0 }}>
            Compare
          </Button>
        </Stack>
      </Panel>
      <ProblemMessage error={error} onRetry={() => void refetch()} />
      {isFetching && !data && <Loading label="Asking Stripe" />}
      {data?.is_cut_short && data.since && (
        <Alert severity="info" sx={{ mb: 2 }}>
          There are more payments than can be looked at in one go: only those since <Time time={data.since} />. Choose fewer days to see the rest.
        </Alert>
      )}
      {data && (
        <Panel title={`${countOf(data.checked, 'payment')} compared`} flush>
          {data.findings.length ? <FindingsTable findings={data.findings} /> : <EmptyState title="Nothing differs." />}
        </Panel>
      )}
    </>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <TextField label={label} type="date" size="small" required value={value} onChange={(event) => onChange(event.target.value)} slotProps={{ inputLabel: { shrink: true } }} />
  );
}
