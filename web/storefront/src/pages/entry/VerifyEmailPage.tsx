import { ApiError } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { useVerifyEmail } from '../../api/account';
import { useResendVerification } from '../../api/member';
import { sessionQuery } from '../../api/session';
import type { Session } from '../../api/store';
import { withNext } from '../../lib/nextPath';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { FormProblem } from '../../ui/Form';
import { Entry } from './Entry';

type SessionMember = NonNullable<Session['member']>;

/** Where the mailed link leads. It is for one account, which has to be logged in. */
export default function VerifyEmailPage({ token }: { token: string }) {
  const [path] = useLocation();
  const session = useQuery(sessionQuery).data;
  if (!session) return <Verifying />;
  if (!session.member) return <Redirect to={withNext('/login', path)} replace />;
  return <Verification key={token} token={token} member={session.member} />;
}

function Verification({ token, member }: { token: string; member: SessionMember }) {
  const { mutate, data, error } = useVerifyEmail(token);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);

  if (data) return <Verified email={data.email} />;
  if (!error) return <Verifying />;
  if (!(error instanceof ApiError)) return <Failure error={error} retry={mutate} page />;
  if (error.code === 'email_taken') return <Taken />;
  if (error.code !== 'token_invalid') return <Failure error={error} retry={mutate} page />;
  return member.email_verified ? <VerifiedBefore email={member.email} /> : <BadLink member={member} />;
}

const Verifying = () => (
  <Entry title="Verifying your address">
    <span className="progress" aria-hidden="true" />
  </Entry>
);

function Verified({ email }: { email: string }) {
  return (
    <Entry title="Your address is verified" takesFocus>
      <p className="breakable">
        Thank you: <strong>{email}</strong> is yours. What you bought with it before is among{' '}
        <Link href="/account/orders">your orders</Link> now.
      </p>
      <Onward />
    </Entry>
  );
}

function VerifiedBefore({ email }: { email: string }) {
  return (
    <Entry title="Your address is verified already" takesFocus>
      <p className="breakable">
        <strong>{email}</strong> is yours, there is nothing left to do. If this link was for another address, ask for a new
        one in <Link href="/account/details">your account</Link>.
      </p>
      <Onward />
    </Entry>
  );
}

const Onward = () => (
  <p className="entry-actions">
    <Link href="/" className="button button-primary">
      To the shop
    </Link>
    <Link href="/account" className="button button-secondary">
      Your account
    </Link>
  </p>
);

function Taken() {
  return (
    <Entry title="Another account has this address" takesFocus>
      <p>
        Somebody, perhaps you, has verified this address for another account. You can{' '}
        <Link href="/forgot-username">ask for its username</Link>, or give this account{' '}
        <Link href="/account/details">another address</Link>.
      </p>
    </Entry>
  );
}

function BadLink({ member }: { member: SessionMember }) {
  const resend = useResendVerification();
  return (
    <Entry title="This link does not work" takesFocus>
      <p className="breakable">
        It may have been used before, be older than 24 hours, or be for another account: you are logged in as{' '}
        <strong>{member.username}</strong>.
      </p>
      <p className="entry-actions">
        <Button busy={resend.isPending} onClick={() => resend.mutate()}>
          Send me a new link
        </Button>
        <span role="status">{resend.isSuccess && 'It is on its way.'}</span>
      </p>
      <FormProblem error={resend.error} fields={[]} />
    </Entry>
  );
}
