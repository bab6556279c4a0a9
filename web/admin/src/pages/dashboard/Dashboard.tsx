import { Box } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi, useSettings } from '../../api/hooks';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { NewestOrders } from './NewestOrders';
import { SalesPanel } from './SalesPanel';
import { ToDoPanel } from './ToDoPanel';
import { AlertsPanel, MailsPanel, PaymentsPanel, StockPanel } from './WatchPanels';

export type DashboardData = Schemas['Dashboard'];
const REFETCH_MS = 10_000;

/** What staff look at first; it keeps itself up to date. */
export default function Dashboard() {
  const { client, call } = useApi();
  const { time_zone: zone } = useSettings();
  const { data, error, refetch } = useQuery({
    queryKey: ['dashboard'],
    queryFn: ({ signal }) => call(client.GET('/api/admin/dashboard', { signal })),
    refetchInterval: REFETCH_MS,
  });
  return (
    <>
      <PageTitle title="Start" help={data && <>As of <Time time={data.at} />, clocks of {zone}</>} />
      <ProblemMessage error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading label="Loading the dashboard" />}
      {data && <Parts data={data} />}
    </>
  );
}

function Parts({ data }: { data: DashboardData }) {
  const { sales, to_do, newest_orders, low_stock, mails, payments, alerts } = data;
  if (![sales, low_stock, mails, payments, alerts].some(Boolean)) return <EmptyState title="There is nothing here that you may see. The menu leads to the rest." />;
  return (
    <>
      {sales && <SalesPanel sales={sales} />}
      <Box sx={{ display: 'grid', columnGap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' }, alignItems: 'start' }}>
        {to_do && <ToDoPanel toDo={to_do} />}
        {payments && <PaymentsPanel payments={payments} />}
        {alerts && <AlertsPanel alerts={alerts} />}
        {low_stock && <StockPanel stock={low_stock} />}
        {mails && <MailsPanel mails={mails} />}
        {newest_orders && <NewestOrders orders={newest_orders} />}
      </Box>
    </>
  );
}
