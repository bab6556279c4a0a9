import { ApiError } from '@startupwebapp/api-client';
import { Link } from 'wouter';
import { Heading } from '../../ui/Heading';

/** A link of a mail that names nobody: not one of ours, or of somebody who was deleted since. */
export function LinkProblem({ error }: { error: unknown }) {
  const isGone = error instanceof ApiError && error.code === 'recipient_gone';
  return isGone ? <Gone /> : <Broken />;
}

function Gone() {
  return (
    <div className="empty">
      <Heading>Nothing is sent to this address any more</Heading>
      <p>We don’t know the address that this link was sent to any longer. There is nothing left to do.</p>
      <Link href="/" className="button button-primary">
        To the shop
      </Link>
    </div>
  );
}

function Broken() {
  return (
    <div className="empty">
      <Heading>This link does not work</Heading>
      <p>
        Perhaps a part of it got lost on the way. Please open it from the mail once more, change{' '}
        <Link href="/account/preferences">your preferences</Link>, or <Link href="/contact">write to us</Link> and we do it
        for you.
      </p>
    </div>
  );
}
