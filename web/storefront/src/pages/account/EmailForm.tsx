import { useState } from 'react';
import { useSetEmail, type Member } from '../../api/member';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { PasswordField } from '../../ui/PasswordField';
import { useToast } from '../../ui/Toast';

/** Asks for another address. The old one holds until the link in the mail to the new one was opened. */
export function EmailForm({ member }: { member: Member }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const toast = useToast();
  const change = useSetEmail();
  const save = () =>
    change.mutate(
      { email: email.trim(), password },
      {
        onSuccess: () => {
          setEmail('');
          setPassword('');
          toast({ text: 'We have sent a mail to the new address' });
        },
      },
    );
  return (
    <>
      <p>
        <strong className="breakable">{member.email}</strong>{' '}
        {member.email_verified && <span className="badge badge-accent">Verified</span>}
      </p>
      <Form change={change} fields={['email', 'password']} action="Change the address" label="E-mail" onSubmit={save}>
        {(errorOf) => (
          <>
            <Field
              label="New e-mail address"
              name="email"
              type="email"
              autoComplete="email"
              required
              maxLength={254}
              hint="We send a link to it, and tell the old address."
              value={email}
              error={errorOf('email')}
              onChange={(event) => setEmail(event.target.value)}
            />
            <PasswordField
              label="Your password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              error={errorOf('password')}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        )}
      </Form>
    </>
  );
}
