import { Button } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router-dom';
import { Link } from '@mui/material';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import { words } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { Rows } from '../people/Rows';
import { useOpenAlerts } from './openAlerts';

/** What is wrong right now, until it is mended or dismissed. */
export default function OpenAlertsPage() {
  const alerts = useOpenAlerts();
  const mayDismiss = useCan('alerts', 'change');
  const queryClient = useQueryClient();
  const dismiss = useMutation({
    mutationFn: (id: string) => admin.bulk('alerts', { action: 'dismiss', ids: [id] }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <>
      <PageTitle title="What needs a look" help="Something that the shop can’t mend by itself. Dismiss what is done." />
      {alerts.isPending && <Loading />}
      <ProblemMessage error={alerts.error ?? dismiss.error} onRetry={() => void alerts.refetch()} />
      {alerts.data && (
        <Panel>
          <Rows
            empty="All is well."
            rows={alerts.data.items.map(({ id, values }) => ({
              key: id,
              main: (
                <>
                  <strong>{words(String(values['code']))}</strong>: <Subject code={String(values['code'])} subject={String(values['subject'])} />
                </>
              ),
              more: (
                <>
                  {String(values['message'])}
                  <br />
                  {`Seen ${String(values['times'])} times, last `}
                  <Time time={String(values['last_at'])} />
                </>
              ),
              side: mayDismiss && (
                <Button size="small" variant="outlined" loading={dismiss.isPending && dismiss.variables === id} onClick={() => dismiss.mutate(id)}>
                  Dismiss
                </Button>
              ),
            }))}
          />
        </Panel>
      )}
    </>
  );
}

function Subject({ code, subject }: { code: string; subject: string }) {
  if (code !== 'email_template_broken') return <>{subject}</>;
  return (
    <Link component={RouterLink} to={`/mail/templates/${subject}`}>
      {words(subject)}
    </Link>
  );
}
