import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Redirect } from 'wouter';
import { sessionQuery } from '../../api/session';
import { Heading } from '../../ui/Heading';
import { usePageMeta } from '../../ui/usePageMeta';
import { useNext } from './useNext';

interface EntryProps {
  title: string;
  lead?: ReactNode;
  /** It took the place of a form that was sent. */
  takesFocus?: boolean;
  children?: ReactNode;
}

/** The narrow page that logging in, registering and their helpers have. */
export function Entry({ title, lead, takesFocus = false, children }: EntryProps) {
  usePageMeta(title);
  return (
    <div className="page entry">
      <Heading key={title} takesFocus={takesFocus}>
        {title}
      </Heading>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}

/** Pages that are of no use to somebody who is logged in, or has just become so. */
export function VisitorsOnly({ children }: { children: ReactNode }) {
  const next = useNext();
  const member = useQuery(sessionQuery).data?.member;
  return member ? <Redirect to={next ?? '/account'} replace /> : children;
}
