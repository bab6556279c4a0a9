import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { unsubscriptionQuery, useSetNewsletter } from '../../api/messages';
import { useStore } from '../../api/session';
import { Button } from '../../ui/Button';
import { FormProblem } from '../../ui/Form';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Bar } from '../../ui/Skeleton';
import { usePageMeta } from '../../ui/usePageMeta';
import { LinkProblem } from './LinkProblem';
import { ReasonForm } from './ReasonForm';

/** Where the link of a newsletter leads. Opening it changes nothing: mail programs open links to look at them. */
export default function UnsubscribePage({ token }: { token: string }) {
  usePageMeta('Newsletter');
  const query = useQuery(unsubscriptionQuery(token));
  return (
    <div className="page">
      <Loaded query={query} skeleton={<UnsubscribeSkeleton />} missing={<LinkProblem error={query.error} />} page>
        {({ email, unsubscribed }) =>
          unsubscribed ? <Left token={token} email={email} /> : <Ask token={token} email={email} />
        }
      </Loaded>
    </div>
  );
}

interface AddressProps {
  token: string;
  email: string;
}

function Ask({ token, email }: AddressProps) {
  const { mutate, isPending, error } = useSetNewsletter(token);
  const name = useStore()?.name;
  return (
    <div className="empty">
      <Heading>No more newsletters?</Heading>
      <p>
        {name ? `${name} then sends none` : 'We then send none'} to <strong>{email}</strong>. Mails about your orders come
        as before.
      </p>
      <FormProblem error={error} fields={[]} />
      <div className="actions">
        <Button busy={isPending} onClick={() => mutate(false)}>
          Unsubscribe
        </Button>
        <Link href="/" className="button button-secondary">
          Keep them
        </Link>
      </div>
    </div>
  );
}

function Left({ token, email }: AddressProps) {
  return (
    <>
      <Heading takesFocus>You get no more newsletters</Heading>
      <p className="lead">
        <strong>{email}</strong> is not on our list. Was it a mistake, or do you change your mind? Choose{' '}
        <Link href={`/preferences/${token}`}>what you want to get</Link>.
      </p>
      <ReasonForm token={token} />
    </>
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
