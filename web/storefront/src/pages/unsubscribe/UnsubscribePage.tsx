import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { unsubscriptionQuery, useUnsubscribe } from '../../api/messages';
import { Button } from '../../ui/Button';
import { FormProblem } from '../../ui/Form';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Bar } from '../../ui/Skeleton';
import { usePageMeta } from '../../ui/usePageMeta';

/** Where the link of a newsletter leads. Opening it changes nothing: mail programs open links to look at them. */
export default function UnsubscribePage({ token }: { token: string }) {
  usePageMeta('Newsletter');
  const query = useQuery(unsubscriptionQuery(token));
  return (
    <div className="page">
      <Loaded query={query} skeleton={<UnsubscribeSkeleton />} missing={<BadLink />} page>
        {({ email, unsubscribed }) => (unsubscribed ? <Done email={email} /> : <Ask token={token} email={email} />)}
      </Loaded>
    </div>
  );
}

function Ask({ token, email }: { token: string; email: string }) {
  const unsubscribe = useUnsubscribe(token);
  return (
    <div className="empty">
      <Heading>No more newsletters?</Heading>
      <p>
        We then send none to <strong>{email}</strong>. Mails about your orders come as before.
      </p>
      <FormProblem error={unsubscribe.error} fields={[]} />
      <div className="actions">
        <Button busy={unsubscribe.isPending} onClick={() => unsubscribe.mutate()}>
          Unsubscribe
        </Button>
        <Link href="/" className="button button-secondary">
          Keep them
        </Link>
      </div>
    </div>
  );
}

function Done({ email }: { email: string }) {
  return (
    <div className="empty">
      <Heading takesFocus>You get no more newsletters</Heading>
      <p>
        <strong>{email}</strong> is not on our list. If you have an account, you can ask for them again in{' '}
        <Link href="/account/preferences">your preferences</Link>.
      </p>
      <Link href="/" className="button button-primary">
        Back to the shop
      </Link>
    </div>
  );
}

function BadLink() {
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

function UnsubscribeSkeleton() {
  return (
    <div className="empty">
      <Bar size="heading" />
      <Bar size="long" />
    </div>
  );
}
