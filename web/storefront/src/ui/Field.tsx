import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';

interface Labelled {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

/** What ties an input to its label, hint and error. */
interface Tied {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface FieldFrameProps extends Labelled {
  children: (tied: Tied) => ReactNode;
}

/** Label above, hint and error below; the input between them is the caller's. */
export function FieldFrame({ label, hint, error, children }: FieldFrameProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} message={error} />
    </div>
  );
}

/** A labelled input with its hint and its error tied to it. */
export function Field({ label, hint, error, ...input }: Labelled & ComponentPropsWithRef<'input'>) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(tied) => <input {...input} {...tied} />}
    </FieldFrame>
  );
}

export function SelectField({ label, hint, error, ...select }: Labelled & ComponentPropsWithRef<'select'>) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(tied) => <select {...select} {...tied} />}
    </FieldFrame>
  );
}

export function TextField({ label, hint, error, ...area }: Labelled & ComponentPropsWithRef<'textarea'>) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(tied) => <textarea {...area} {...tied} />}
    </FieldFrame>
  );
}

export function FieldError({ id, message }: { id: string; message: string | undefined }) {
  return (
    <p id={id} className="field-error" role="alert">
      {message}
    </p>
  );
}
