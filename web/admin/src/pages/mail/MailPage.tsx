import { Box, Typography } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { words } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { Facts } from '../people/Facts';
import { ObjectLink } from '../people/ObjectLink';
import { MailAction } from './MailActions';
import { PreviewPane } from './PreviewPane';
import { ProblemList } from './ProblemList';
import { usePreview } from './preview';
import { STATE_HELP } from './states';

type Mail = Schemas['AdminMailPage'];

/** A mail of the outbox: how it stands, and what it says. */
export default function MailPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['email_messages', id, 'page'],
    queryFn: ({ signal }) => call(client.GET('/api/admin/email_messages/{id}/page', { params: { path: { id } }, signal })),
  });
  if (query.isPending) return <Loading />;
  if (!query.data)
    return (
      <>
        <PageTitle title="Mail" />
        <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  return <MailView mail={query.data} />;
}

function MailView({ mail }: { mail: Mail }) {
  return (
    <>
      <PageTitle
        title={words(mail.kind)}
        help={STATE_HELP[mail.state]}
        aside={<StatusChip status={mail.state} />}
        actions={
          <>
            {mail.can_resend && <MailAction action="resend" ids={[mail.id]} />}
            {mail.can_cancel && <MailAction action="cancel" ids={[mail.id]} />}
          </>
        }
      />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '2fr 3fr' }, columnGap: 2, alignItems: 'start' }}>
        <Box sx={{ minWidth: 0 }}>
          <Panel title="How it stands">
            <MailFacts mail={mail} />
          </Panel>
          {mail.failures.length > 0 && (
            <Panel title="Failures">
              {mail.failures.map(({ at, reason }) => (
                <Typography key={at} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
                  <Time time={at} />: {reason}
                </Typography>
              ))}
            </Panel>
          )}
        </Box>
        <Panel title={mail.state === 'sent' ? 'What it says' : 'What it would say now'}>
          <Content id={mail.id} />
        </Panel>
      </Box>
    </>
  );
}

function MailFacts({ mail }: { mail: Mail }) {
  return (
    <Facts
      items={[
        ['To', mail.recipient],
        ['Written', <Time time={mail.created_at} />],
        ['In the queue since', mail.queued_at !== mail.created_at && <Time time={mail.queued_at} />],
        ['Sent', mail.sent_at && <Time time={mail.sent_at} />],
        ['Next try', mail.next_attempt_at && <Time time={mail.next_attempt_at} />],
        ['Attempts', String(mail.attempts)],
        ['The server said', mail.last_reply],
        [
          'Order',
          mail.order && (
            <ObjectLink resource="orders" id={mail.order.id}>
              {mail.order.identifier}
            </ObjectLink>
          ),
        ],
        [
          'Member',
          mail.member && (
            <ObjectLink resource="members" id={mail.member.id}>
              {mail.member.username}
            </ObjectLink>
          ),
        ],
      ]}
    />
  );
}

function Content({ id }: { id: string }) {
  const preview = usePreview({ sample: { message_id: id } });
  if (preview.isPending) return <Loading />;
  return (
    <>
      <ProblemMessage error={preview.error} />
      {preview.data && (
        <>
          {preview.data.problems.length > 0 && <ProblemList problems={preview.data.problems} isOwn={() => false} onGoTo={() => undefined} />}
          <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
            Made anew from what is known today; its links don’t work here.
          </Typography>
          <PreviewPane preview={preview.data} />
        </>
      )}
    </>
  );
}
