import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Redirect, useLocation } from 'wouter';
import { sessionQuery } from '../../api/session';
import { withNext } from '../../lib/nextPath';
import { Loading } from '../../ui/Loaded';
import { Bar } from '../../ui/Skeleton';
import { TWO_FACTOR_PATH } from './sections';

/** Sends visitors to the login, and staff who may do nothing without a second factor to where they set it up. */
export function MembersOnly({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const session = useQuery(sessionQuery).data;
  if (!session) {
    return (
      <div className="page">
        <Loading>
          <Bar size="heading" />
        </Loading>
      </div>
    );
  }
  if (!session.member) return <Redirect to={withNext('/login', path)} replace />;
  if (session.member.two_factor_missing && path !== TWO_FACTOR_PATH) return <Redirect to={TWO_FACTOR_PATH} replace />;
  return children;
}
