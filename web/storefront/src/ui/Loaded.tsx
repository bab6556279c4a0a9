import { ApiError } from '@startupwebapp/api-client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from './Failure';

type Query<Data> = Pick<UseQueryResult<Data>, 'data' | 'error' | 'isPaused' | 'refetch'>;

interface LoadedProps<Data> {
  query: Query<Data>;
  /** Shown while it loads; takes the room that the content will take. */
  skeleton: ReactNode;
  /** Shown when there is no such thing (404). */
  missing?: ReactNode;
  page?: boolean;
  children: (data: Data) => ReactNode;
}

/** The states that everything from the server has: loading, failed, offline, not there, and here. */
export function Loaded<Data>({ query, skeleton, missing, page = false, children }: LoadedProps<Data>) {
  const { data, error, isPaused, refetch } = query;
  if (data !== undefined) return children(data);
  if (missing && error instanceof ApiError && error.status === 404) return missing;
  if (error) return <Failure error={error} retry={() => void refetch()} page={page} />;
  if (isPaused) return <Failure error={OFFLINE} retry={() => void refetch()} page={page} />;
  return <Loading>{skeleton}</Loading>;
}

export function Loading({ children }: { children: ReactNode }) {
  return (
    <div className="loading" aria-busy="true">
      <p className="visually-hidden" role="status">
        Loading
      </p>
      {children}
    </div>
  );
}

const OFFLINE = new ApiError('You seem to be offline. This page loads as soon as you are back.', 0, 'offline');
