import { useState } from 'react';
import { Link } from 'wouter';
import { useRequestReset } from '../../api/account';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Entry } from './Entry';

export default function ForgotPasswordPage() {
  const [username, setUsername] = useState('');
  const request = useRequestReset();
  if (request.isSuccess) return <Asked username={username.trim()} />;
  return (
    <Entry title="Forgot your password?" lead="We send a link for a new one to the e-mail address of your account.">
      <Form change={request} fields={['username']} action="Send the link" onSubmit={() => request.mutate(username)}>
        {(errorOf) => (
          <Field
            label="Username"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            required
            maxLength={150}
            value={username}
            error={errorOf('username')}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Form>
      <ul className="entry-links">
        <li>
          <Link href="/forgot-username">Forgot your username?</Link>
        </li>
        <li>
          <Link href="/login">Back to the login</Link>
        </li>
      </ul>
    </Entry>
  );
}

/** The same for everybody: who has an account is nobody else's business. */
function Asked({ username }: { username: string }) {
  return (
    <Entry title="Look into your mail" takesFocus>
      <p className="breakable">
        If there is an account <strong>{username}</strong>, a link is on its way to its e-mail address. It holds for one
        hour.
      </p>
      <p className="muted">Nothing there after some minutes? Look into the spam folder, and whether the username is right.</p>
      <p>
        <Link href="/login" className="button button-secondary">
          Back to the login
        </Link>
      </p>
    </Entry>
  );
}
