import { useState } from 'react';
import { useLogIn } from '../../api/account';
import { CheckField } from '../../ui/CheckField';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { PasswordField } from '../../ui/PasswordField';

const EMPTY = { username: '', password: '', remember: false };

/** The first step of logging in. Without a second one the page goes on as soon as the session has a member. */
export function CredentialsForm({ onChallenge }: { onChallenge: (challenge: string) => void }) {
  const [typed, setTyped] = useState(EMPTY);
  const logIn = useLogIn();
  const send = () =>
    logIn.mutate(typed, {
      onSuccess: ({ challenge }) => {
        if (challenge !== null) onChallenge(challenge);
      },
    });
  return (
    <Form change={logIn} fields={['username', 'password']} action="Log in" onSubmit={send}>
      {(errorOf) => (
        <>
          <Field
            label="Username"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            required
            maxLength={150}
            value={typed.username}
            error={errorOf('username')}
            onChange={(event) => setTyped({ ...typed, username: event.target.value })}
          />
          <PasswordField
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            value={typed.password}
            error={errorOf('password')}
            onChange={(event) => setTyped({ ...typed, password: event.target.value })}
          />
          <CheckField
            label="Keep me logged in on this device"
            name="remember"
            checked={typed.remember}
            onChange={(event) => setTyped({ ...typed, remember: event.target.checked })}
          />
        </>
      )}
    </Form>
  );
}
