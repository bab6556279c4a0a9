import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import type { AdminObject } from '../../api/schema';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { emailAddress } from './emailAddress';

/** A mail is looked at where it is worked on: its campaign, the template that it stands in for, or its form. */
export default function EmailPage() {
  const { id = '' } = useParams();
  const query = useQuery<AdminObject>({ queryKey: ['emails', id], queryFn: ({ signal }) => admin.get('emails', id, signal) });
  if (query.isPending) return <Loading />;
  if (query.data) return <Navigate replace to={emailAddress(query.data)} />;
  return (
    <>
      <PageTitle title="Mail" />
      <ProblemMessage error={query.error} onRetry={() => void query.refetch()} />
    </>
  );
}
