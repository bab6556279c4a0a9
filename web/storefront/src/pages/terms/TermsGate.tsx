import { useQuery } from '@tanstack/react-query';
import { Fragment, lazy, type ReactNode } from 'react';
import { sessionQuery } from '../../api/session';

const AgreePage = lazy(() => import('./AgreePage'));

/**
 * Around pages that a member sees only after agreeing to the terms that hold now. Each member gets pages of their own,
 * so that nothing of one stays when another logs in.
 */
export function TermsGate({ children }: { children: ReactNode }) {
  const member = useQuery(sessionQuery).data?.member;
  if (member && member.terms_to_agree !== null) return <AgreePage />;
  return <Fragment key={member?.username ?? ''}>{children}</Fragment>;
}
