import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useCan } from '../../api/hooks';
import { addressOf } from '../registry';

/** A link to an object, or the text alone for who may not look at it. */
export function ObjectLink({ resource, id, children }: { resource: string; id: string; children: ReactNode }) {
  if (!useCan(resource, 'view')) return <>{children}</>;
  return (
    <Link component={RouterLink} to={addressOf(resource, id)}>
      {children}
    </Link>
  );
}
