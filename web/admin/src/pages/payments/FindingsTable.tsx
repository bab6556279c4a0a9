import { Box, Button, Link as MuiLink, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import type { Schemas } from '@startupwebapp/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { useApi, useSettings } from '../../api/hooks';
import { formatMoney } from '../../lib/money';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { TextLink } from '../../ui/TextLink';
import { addressOf } from '../registry';

type Finding = Schemas['PaymentFinding'];

const PROBLEMS: Record<Finding['problems'][number], string> = {
  unknown_here: 'Not of this store',
  order_missing: 'Paid, but there is no order',
  amount_differs: 'Another amount',
  currency_differs: 'Another currency',
  refunds_differ: 'Other refunds',
  missing_at_stripe: 'Stripe does not know it',
};

export function FindingsTable({ findings }: { findings: Finding[] }) {
  const { client, call } = useApi();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const settle = useMutation({
    mutationFn: (session: string) => call(client.POST('/api/admin/payments/reconciliation/{session}', { params: { path: { session } } })),
    onSuccess: (answer) =>
      answer.findings.length
        ? notify('It still differs; somebody has to look at it', { type: 'warning' })
        : notify('The store has what Stripe has', { type: 'success' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['order_payments', 'reconciliation'] }),
  });
  return (
    <>
      <ProblemMessage error={settle.error} />
      <Table size="small" aria-label="Payments that differ">
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell>What differs</TableCell>
            <TableCell>Order</TableCell>
            <TableCell align="right">Stripe</TableCell>
            <TableCell align="right">Store</TableCell>
            <TableCell sx={{ position: 'relative' }}>
              <Box sx={visuallyHidden}>What can be done</Box>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {findings.map((finding) => (
            <TableRow key={finding.session}>
              <TableCell>
                <Time time={finding.at} />
              </TableCell>
              <TableCell>{finding.problems.map((problem) => PROBLEMS[problem]).join(', ')}</TableCell>
              <TableCell>{finding.order ? <TextLink to={addressOf('orders', finding.order.id)}>{finding.order.identifier}</TextLink> : 'None'}</TableCell>
              <TableCell align="right">
                <Sums sums={finding.stripe} />{' '}
                {finding.dashboard_url && (
                  <MuiLink href={finding.dashboard_url} target="_blank" rel="noreferrer" aria-label={`${finding.session} in Stripe’s dashboard`}>
                    Open
                  </MuiLink>
                )}
              </TableCell>
              <TableCell align="right">
                <Sums sums={finding.order} />
              </TableCell>
              <TableCell>
                {finding.can_settle && (
                  <Button size="small" aria-label={`Settle ${finding.order?.identifier ?? finding.session}`} disabled={settle.isPending} onClick={() => settle.mutate(finding.session)}>
                    Settle
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}

function Sums({ sums }: { sums: { amount: number; refunded: number; currency: string } | null }) {
  const { currency_exponent } = useSettings();
  if (!sums) return <>–</>;
  const show = (minor: number) => formatMoney(minor, { currency: sums.currency, currency_exponent });
  return (
    <>
      {show(sums.amount)}
      {sums.refunded > 0 && `, ${show(sums.refunded)} refunded`}
    </>
  );
}
