import { ApiError } from '@startupwebapp/api-client';
import { Button } from './Button';
import { Heading } from './Heading';

interface FailureProps {
  error: unknown;
  retry: () => void;
  /** A whole page failed, so this is its heading. */
  page?: boolean;
}

export function Failure({ error, retry, page = false }: FailureProps) {
  const network = error instanceof ApiError && error.status === 0;
  const title = network ? 'No connection to the shop' : 'Something went wrong';
  const detail = error instanceof ApiError ? error.message : 'Please try again in a moment.';
  return (
    <div className="empty" role={page ? undefined : 'alert'}>
      {page ? <Heading>{title}</Heading> : <p className="empty-title">{title}</p>}
      <p>{detail}</p>
      <Button look="secondary" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
