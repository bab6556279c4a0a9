import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import { useCan, useResource } from '../../api/hooks';
import { words } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { useOrderChange, type OrderPageData } from './orderPage';

/** What the customer was told. */
export function MailsPanel({ order }: { order: OrderPageData }) {
  const notify = useNotify();
  const mayChange = useCan('email_messages', 'change');
  const canResend = useResource('email_messages')?.actions.some(({ name }) => name === 'resend');
  const resend = useOrderChange(
    (id: string) => admin.bulk('email_messages', { action: 'resend', ids: [id] }),
    () => notify('The mail is sent again', { type: 'success' }),
  );
  if (!order.mails.length) return null;
  return (
    <Panel title="Mails" flush>
      <ProblemMessage error={resend.error} />
      <Table size="small" aria-label="Mails of the order">
        <TableHead>
          <TableRow>
            <TableCell>Mail</TableCell>
            <TableCell>State</TableCell>
            <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>When</TableCell>
            <TableCell sx={{ position: 'relative' }}>
              <Box sx={visuallyHidden}>What can be done</Box>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.mails.map((mail) => (
            <TableRow key={mail.id}>
              <TableCell title={mail.recipient}>{words(mail.kind)}</TableCell>
              <TableCell>
                <StatusChip status={mail.state} /> {mail.state === 'sent' ? null : mail.last_reply}
              </TableCell>
              <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>
                <Time time={mail.sent_at ?? mail.created_at} />
              </TableCell>
              <TableCell align="right">
                {mayChange && canResend && mail.can_resend && (
                  <Button size="small" sx={{ whiteSpace: 'nowrap' }} aria-label={`Send again: ${words(mail.kind)}`} disabled={resend.isPending} onClick={() => resend.mutate(mail.id)}>
                    Send again
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
