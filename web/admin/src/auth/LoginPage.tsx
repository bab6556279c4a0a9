import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useSearchParams } from 'react-router-dom';
import { sessionQuery } from '../api/hooks';
import type { Session } from '../api/client';
import { nextPath } from './nextPath';
import { EntryCard } from './EntryCard';
import { LoginForm } from './LoginForm';

export function LoginPage() {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [search] = useSearchParams();
  if (session?.member) return <Navigate to={nextPath(search.get('next'), location.origin) ?? '/'} replace />;

  const enter = (entered: Session) => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    queryClient.setQueryData(sessionQuery.queryKey, entered);
  };
  return (
    <EntryCard title="Log in" store={session?.store.name}>
      <LoginForm onSession={enter} />
    </EntryCard>
  );
}
