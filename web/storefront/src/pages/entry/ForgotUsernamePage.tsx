import { useState } from 'react';
import { Link } from 'wouter';
import { useRequestUsername } from '../../api/account';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Entry } from './Entry';

export default function ForgotUsernamePage() {
  const [email, setEmail] = useState('');
  const request = useRequestUsername();
  if (request.isSuccess) return <Asked email={email.trim()} />;
  return (
    <Entry title="Forgot your username?" lead="We send it to the e-mail address of your account.">
      <Form change={request} fields={['email']} action="Send it to me" onSubmit={() => request.mutate(email)}>
        {(errorOf) => (
          <Field
            label="E-mail"
            name="email"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            value={email}
            error={errorOf('email')}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Form>
      <ul className="entry-links">
        <li>
          <Link href="/login">Back to the login</Link>
        </li>
      </ul>
    </Entry>
  );
}

/** The same for everybody: who has an account is nobody else's business. */
function Asked({ email }: { email: string }) {
  return (
    <Entry title="Look into your mail" takesFocus>
      <p className="breakable">
        If there is an account with <strong>{email}</strong>, its username is on its way there.
      </p>
      <p className="muted">Nothing there after some minutes? Look into the spam folder, or try another of your addresses.</p>
      <p>
        <Link href="/login" className="button button-secondary">
          Back to the login
        </Link>
      </p>
    </Entry>
  );
}
