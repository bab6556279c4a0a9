import { useSearchParams } from 'wouter';
import { nextPath } from '../../lib/nextPath';

/** Where somebody goes on to after logging in, if the page's address names a path of this site. */
export function useNext(): string | undefined {
  const [params] = useSearchParams();
  return nextPath(params.get('next'), window.location.origin);
}
