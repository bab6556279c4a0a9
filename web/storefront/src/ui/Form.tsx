import { ApiError } from '@startupwebapp/api-client';
import { useEffect, useRef, useState, type FormEvent, type ReactNode, type SubmitEvent } from 'react';
import { tryAgainWhen } from '../lib/tryAgain';
import { Button } from './Button';
import { Notice } from './Notice';

/** What a form sends: a mutation. */
interface Change {
  error: unknown;
  isPending: boolean;
}

/** What to say beside the input of this name. */
export type ErrorOf = (field: string) => string | undefined;

interface FormProps {
  change: Change;
  /** The API's names of the inputs; errors of others are told below them all. */
  fields: readonly string[];
  action: string;
  /** The name of a form that is not the page's only one. */
  label?: string;
  look?: 'primary' | 'secondary';
  /** Beside the button. */
  more?: ReactNode;
  onSubmit: () => void;
  children?: (errorOf: ErrorOf) => ReactNode;
}

/**
 * A form that the API judges. Errors stand beside their inputs until these are edited, and the first takes the focus;
 * what is required and empty is told without asking.
 */
export function Form({ change, fields, action, label, look = 'primary', more, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending } = change;
  const { errorOf, tellMissing, onEdit, missing } = useFieldErrors(error);

  useEffect(() => {
    if (error || missing.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error, missing]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const empty = emptyFields(event.currentTarget);
    tellMissing(empty);
    if (empty.length === 0) onSubmit();
  };

  return (
    <form ref={form} className="form" aria-label={label} noValidate onSubmit={submit} onInput={onEdit}>
      {children?.(errorOf)}
      <FormProblem error={error} fields={fields} />
      <div className="form-actions">
        <Button type="submit" look={look} busy={isPending}>
          {action}
        </Button>
        {more}
      </div>
    </form>
  );
}

function emptyFields({ elements }: HTMLFormElement): string[] {
  return Array.from(elements)
    .filter(isInput)
    .filter(({ required, validity }) => required && validity.valueMissing)
    .map(({ name }) => name);
}

const isInput = (element: Element) =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

/** The messages of the last try; what was edited since then is no longer wrong. */
function useFieldErrors(error: unknown) {
  const [missing, tellMissing] = useState<readonly string[]>([]);
  const [edits, setEdits] = useState({ error, missing, names: [] as readonly string[] });
  const edited = edits.error === error && edits.missing === missing ? edits.names : [];

  const errorOf: ErrorOf = (field) => {
    if (edited.includes(field)) return undefined;
    return missing.includes(field) ? 'Please fill this in.' : messagesFor(error, field);
  };
  const onEdit = ({ target }: FormEvent) => {
    if (hasName(target)) setEdits({ error, missing, names: [...edited, target.name] });
  };
  return { errorOf, missing, tellMissing, onEdit };
}

const hasName = (target: EventTarget): target is EventTarget & { name: string } => 'name' in target;

/** A password can break many rules at once: all of them are told. */
function messagesFor(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.errors.filter((one) => one.field === field);
  return found.map(({ message }) => message).join(' ') || undefined;
}

/** What is wrong and has no input that it could stand beside. */
export function FormProblem({ error, fields }: { error: unknown; fields: readonly string[] }) {
  const text = error ? problemText(error, fields) : undefined;
  return <div role="alert">{text && <Notice look="problem">{text}</Notice>}</div>;
}

function problemText(error: unknown, fields: readonly string[]): string | undefined {
  if (!(error instanceof ApiError)) return 'Something went wrong. Please try again.';
  if (error.status === 429) return `Too many tries. Please try again ${tryAgainWhen(error.retryAfterSeconds ?? 0)}.`;
  if (error.errors.length === 0) return error.message;
  const elsewhere = error.errors.filter(({ field }) => !fields.includes(field));
  return elsewhere.map(({ message }) => message).join(' ') || undefined;
}
