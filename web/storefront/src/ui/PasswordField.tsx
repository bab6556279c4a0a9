import { useState, type ComponentPropsWithRef } from 'react';
import { FieldFrame } from './Field';

interface PasswordFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'type'> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  autoComplete: 'current-password' | 'new-password';
}

/** The API's limit, in bytes. */
const MAX_LENGTH = 1000;

/** A password that can be shown; typed, pasted or filled in by a password manager. */
export function PasswordField({ label, hint, error, ...input }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(tied) => (
        <div className="password-input">
          <input
            {...input}
            {...tied}
            type={shown ? 'text' : 'password'}
            maxLength={MAX_LENGTH}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
          />
          <button type="button" onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span className="visually-hidden">{`: ${label}`}</span>
          </button>
        </div>
      )}
    </FieldFrame>
  );
}
