import { useState } from 'react';
import { Form } from '../../ui/Form';
import { PasswordField } from '../../ui/PasswordField';

interface PasswordAskedProps {
  change: { error: unknown; isPending: boolean };
  action: string;
  label?: string;
  look?: 'primary' | 'secondary';
  onPassword: (password: string) => void;
}

/** A form of one password: what follows is not for whoever finds the device unlocked. */
export function PasswordAsked({ change, action, label, look = 'primary', onPassword }: PasswordAskedProps) {
  const [password, setPassword] = useState('');
  return (
    <Form
      change={change}
      fields={['password']}
      action={action}
      label={label ?? action}
      look={look}
      onSubmit={() => onPassword(password)}
    >
      {(errorOf) => (
        <PasswordField
          label="Your password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          error={errorOf('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
    </Form>
  );
}
