import { useQuery } from '@tanstack/react-query';
import { sessionsQuery, useEndOtherSessions, useEndSession, type MemberSession } from '../../api/member';
import { deviceName } from '../../lib/deviceName';
import { counted, dateAndTime } from '../../lib/text';
import { Button } from '../../ui/Button';
import { FormProblem } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { Bar, repeat } from '../../ui/Skeleton';
import { useToast } from '../../ui/Toast';
import { SectionPage } from './SectionPage';

export function SessionsPage() {
  const query = useQuery(sessionsQuery);
  return (
    <SectionPage
      path="/account/sessions"
      lead="If there is a device that you don’t know, log it out and change your password."
    >
      <Loaded query={query} skeleton={<SessionsSkeleton />}>
        {(sessions) => <Sessions sessions={sessions} />}
      </Loaded>
    </SectionPage>
  );
}

function Sessions({ sessions }: { sessions: readonly MemberSession[] }) {
  const toast = useToast();
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const others = sessions.filter(({ current }) => !current).length;
  // This one first: it is what the others are compared with.
  const shown = sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <>
      <ul className="account-list">
        {shown.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id, { onSuccess: () => toast({ text: 'That device is logged out' }) })}
          />
        ))}
      </ul>
      <FormProblem error={end.error ?? endOthers.error} fields={[]} />
      {others > 1 && (
        <Button
          look="secondary"
          busy={endOthers.isPending}
          onClick={() => endOthers.mutate(undefined, { onSuccess: () => toast({ text: 'Only this device is left' }) })}
        >
          {`Log out ${counted(others, 'other device')}`}
        </Button>
      )}
    </>
  );
}

interface SessionRowProps {
  session: MemberSession;
  busy: boolean;
  onEnd: () => void;
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const device = deviceName(session.user_agent);
  return (
    <li className="account-row">
      <div>
        <p className="account-row-title">
          {device} {session.current && <span className="badge badge-accent">This device</span>}
        </p>
        <p className="muted">{`Last used ${dateAndTime(session.last_seen_at)}, from ${session.address}`}</p>
        <p className="muted">{`Logged in ${dateAndTime(session.created_at)}`}</p>
      </div>
      {!session.current && (
        <Button look="quiet" busy={busy} aria-label={`Log out ${device}`} onClick={onEnd}>
          Log out
        </Button>
      )}
    </li>
  );
}

function SessionsSkeleton() {
  return (
    <ul className="account-list">
      {repeat(2, (index) => (
        <li key={index} className="account-row">
          <div className="grow">
            <Bar size="short" />
            <Bar size="medium" />
            <Bar size="medium" />
          </div>
        </li>
      ))}
    </ul>
  );
}
