import { Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { schemaQuery, sessionQuery } from '../api/hooks';
import type { Session } from '../api/client';
import { Loading } from '../ui/Loading';
import { ProblemMessage } from '../ui/ProblemMessage';
import { EntryCard } from './EntryCard';
import { logOut } from './logOut';
import { SessionEnded } from './SessionEnded';
import { TwoFactorSetUp } from './TwoFactorSetUp';

/** Lets staff in, once the schema is here; leads others to where they can become that. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  if (session.isError) return <NoAnswer error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <Loading />;
  const { member, store } = session.data;
  if (!member) {
    const next = location.pathname + location.search;
    return <Navigate to={next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`} replace />;
  }
  if (!member.is_staff) return <NotStaff session={session.data} />;
  if (member.two_factor_missing) return <TwoFactorSetUp store={store.name} />;
  return (
    <SessionEnded username={member.username}>
      <WithSchema>{children}</WithSchema>
    </SessionEnded>
  );
}

function WithSchema({ children }: { children: ReactNode }) {
  const schema = useQuery(schemaQuery);
  if (schema.data) return children;
  if (schema.isError) return <NoAnswer error={schema.error} onRetry={() => void schema.refetch()} />;
  return <Loading />;
}

function NoAnswer({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <EntryCard title="The admin can’t be opened">
      <ProblemMessage error={error} />
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button variant="contained" onClick={onRetry}>
          Try again
        </Button>
        <Button onClick={() => void logOut()}>Log out</Button>
      </Stack>
    </EntryCard>
  );
}

function NotStaff({ session }: { session: Session }) {
  return (
    <EntryCard title="This is for staff" store={session.store.name}>
      <Typography sx={{ mb: 2 }}>
        You are logged in as {session.member?.username}, who may not work here. Please log in as somebody who may.
      </Typography>
      <Button variant="contained" onClick={() => void logOut()}>
        Log out
      </Button>
    </EntryCard>
  );
}
