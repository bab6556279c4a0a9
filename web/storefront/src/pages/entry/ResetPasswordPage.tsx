import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { resetQuery, useResetPassword } from '../../api/account';
import type { PasswordOwner } from '../../lib/passwordRules';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { NEW_PASSWORD_FIELDS, NewPassword } from '../../ui/NewPassword';
import { FormSkeleton } from '../account/FormSkeleton';
import { Entry } from './Entry';
import type { LoginNotice } from './LoginPage';

const TITLE = 'Choose a new password';

/** Where the mailed link leads: first the API is asked whether the link holds. */
export default function ResetPasswordPage({ token }: { token: string }) {
  const query = useQuery(resetQuery(token));
  const skeleton = (
    <Entry title={TITLE}>
      <FormSkeleton fields={3} />
    </Entry>
  );
  return (
    <Loaded query={query} skeleton={skeleton} missing={<BadLink />} page>
      {(owner) => (
        <Entry title={TITLE} lead="On all devices where you are logged in you then have to log in again.">
          <ResetForm token={token} owner={owner} />
        </Entry>
      )}
    </Loaded>
  );
}

const EMPTY = { password: '', password_again: '' };

function ResetForm({ token, owner }: { token: string; owner: PasswordOwner & { username: string } }) {
  const [typed, setTyped] = useState(EMPTY);
  const [, navigate] = useLocation();
  const reset = useResetPassword(token);
  const send = async () => {
    await reset.mutateAsync(typed);
    const state: LoginNotice = { notice: 'Your password is changed. Please log in with it.' };
    navigate('/login', { replace: true, state });
  };
  return (
    <Form
      change={reset}
      fields={NEW_PASSWORD_FIELDS}
      action="Change the password"
      // The form shows what went wrong.
      onSubmit={() => void send().catch(() => {})}
    >
      {(errorOf) => (
        <>
          <Field label="Username" name="username" autoComplete="username" value={owner.username} readOnly />
          <NewPassword label="New password" value={typed} owner={owner} errorOf={errorOf} onChange={setTyped} />
        </>
      )}
    </Form>
  );
}

function BadLink() {
  return (
    <Entry title="This link does not work any more">
      <p>Each link works once and for one hour. You can ask for another one at any time.</p>
      <p>
        <Link href="/forgot-password" className="button button-primary">
          Send me a new link
        </Link>
      </p>
    </Entry>
  );
}
