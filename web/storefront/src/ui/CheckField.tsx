import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import { FieldError } from './Field';

interface CheckFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'type'> {
  label: ReactNode;
  error?: string | undefined;
}

/** A box to tick, its text beside it, its error below. */
export function CheckField({ label, error, ...input }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="check">
        <input {...input} type="checkbox" aria-invalid={error ? true : undefined} aria-describedby={error && id} />
        <span>{label}</span>
      </label>
      <FieldError id={id} message={error} />
    </div>
  );
}
