import type { PasswordOwner } from '../lib/passwordRules';
import type { ErrorOf } from './Form';
import { PasswordField } from './PasswordField';
import { PasswordStrength } from './PasswordStrength';

export interface PasswordTwice {
  password: string;
  password_again: string;
}

/** The API's names of the two inputs. */
export const NEW_PASSWORD_FIELDS = ['password', 'password_again'] as const;

interface NewPasswordProps {
  label: string;
  value: PasswordTwice;
  owner: PasswordOwner;
  errorOf: ErrorOf;
  onChange: (value: PasswordTwice) => void;
}

/** A password that is chosen: typed twice, its rules ticked off meanwhile. */
export function NewPassword({ label, value, owner, errorOf, onChange }: NewPasswordProps) {
  return (
    <>
      <div>
        <PasswordField
          label={label}
          name="password"
          autoComplete="new-password"
          required
          value={value.password}
          error={errorOf('password')}
          onChange={(event) => onChange({ ...value, password: event.target.value })}
        />
        <PasswordStrength password={value.password} owner={owner} />
      </div>
      <PasswordField
        label={`${label} again`}
        name="password_again"
        autoComplete="new-password"
        required
        value={value.password_again}
        error={errorOf('password_again')}
        onChange={(event) => onChange({ ...value, password_again: event.target.value })}
      />
    </>
  );
}
