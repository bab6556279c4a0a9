import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { useAmount } from '../people/money';
import { campaigns, type Report, type Sum } from './api';
import type { StepProps } from './CampaignPage';
import { HoursChart } from './HoursChart';
import { Numbers } from './Numbers';
import { RecipientsPanel } from './RecipientsPanel';
import { percentOf, REASONS } from './report';
import { hasBegun } from './steps';

const WHILE_SENDING_MS = 10_000;

/** What came of it. */
export function ResultsStep({ campaign }: StepProps) {
  const begun = hasBegun(campaign);
  const query = useQuery({
    queryKey: ['campaigns', campaign.id, 'report'],
    queryFn: ({ signal }) => campaigns.report(campaign.id, signal),
    enabled: begun,
    refetchInterval: campaign.status === 'sending' ? WHILE_SENDING_MS : false,
  });
  if (!begun)
    return (
      <Panel>
        <EmptyState title="Nothing went out yet.">
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Here you will see who opened it, what was clicked and what was bought.
          </Typography>
        </EmptyState>
      </Panel>
    );
  return (
    <>
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Loading />}
      {query.data && <ReportPanels report={query.data} />}
      <RecipientsPanel campaign={campaign} />
    </>
  );
}

export function useSums(): (sums: Sum[]) => string | null {
  const amount = useAmount();
  return (sums) => (sums.length ? sums.map((each) => amount(each.amount, each.currency)).join(', ') : null);
}

function ReportPanels({ report }: { report: Report }) {
  const sums = useSums();
  const { sent, delivered, bounced, clicked } = report;
  const bounces = bounced.hard + bounced.soft;
  return (
    <>
      <Panel title="What came of it">
        <Numbers
          numbers={[
            { label: 'Delivered', value: delivered, more: percentOf(delivered, sent) },
            { label: 'Opened', value: report.opened, more: percentOf(report.opened, delivered), help: 'Mail services open letters by themselves too, and some readers are never seen.' },
            { label: 'Clicked', value: clicked.human, more: percentOf(clicked.human, delivered), help: 'People whose browser then showed a page of the shop.' },
            { label: 'Orders', value: report.orders, more: percentOf(report.orders, delivered) },
            { label: 'Revenue', value: sums(report.revenue) ?? '0' },
            { label: 'Unsubscribed', value: report.unsubscribed, more: percentOf(report.unsubscribed, delivered) },
            { label: 'Bounced', value: bounces, more: bounces ? `${bounced.hard} for good, ${bounced.soft} for now` : undefined, bad: true },
            { label: 'Complaints', value: report.complaints, bad: true },
          ]}
        />
        {clicked.scanner + clicked.unknown > 0 && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {`Besides, ${clicked.scanner.toLocaleString('en')} had their links opened by a scanner of their mail service, and of ${clicked.unknown.toLocaleString('en')} nobody can tell.`}
          </Typography>
        )}
      </Panel>
      {report.by_hour.length > 0 && (
        <Panel title="By the hour">
          <HoursChart hours={report.by_hour} />
        </Panel>
      )}
      <LinksPanel links={report.links} />
      {report.reasons.length > 0 && (
        <Panel title="Why they left">
          <Numbers numbers={report.reasons.map(({ reason, count }) => ({ label: REASONS[reason] ?? reason, value: count }))} />
        </Panel>
      )}
    </>
  );
}

function LinksPanel({ links }: { links: Report['links'] }) {
  const sums = useSums();
  if (!links.length) return null;
  return (
    <Panel title="Links" flush>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label="Links of the letter">
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>Leads to</TableCell>
              <TableCell align="right">People</TableCell>
              <TableCell align="right">Clicks</TableCell>
              <TableCell align="right">By scanners</TableCell>
              <TableCell align="right">Unknown</TableCell>
              <TableCell align="right">Orders</TableCell>
              <TableCell align="right">Revenue</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {links.map((link) => (
              <TableRow key={link.id}>
                <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere', minWidth: '14rem' }}>
                  {link.url}
                </TableCell>
                <TableCell align="right">{link.people}</TableCell>
                <TableCell align="right">{link.clicks.human}</TableCell>
                <TableCell align="right">{link.clicks.scanner}</TableCell>
                <TableCell align="right">{link.clicks.unknown}</TableCell>
                <TableCell align="right">{link.orders}</TableCell>
                <TableCell align="right">{sums(link.revenue) ?? '–'}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
