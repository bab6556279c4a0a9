import { ApiError, type FieldError } from '@startupwebapp/api-client';
import { HttpError } from 'react-admin';

/** The errors of fields as react-admin's forms want them: below `values`, as in an object. */
export function formErrors(errors: readonly FieldError[]): Record<string, unknown> {
  const values: Record<string, string> = {};
  for (const { field, message } of errors) values[field.replace(/^values\./, '')] ??= message;
  return { values };
}

/** What a data provider throws: with the code, and with errors[] where a form finds them. */
export function toHttpError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  // Without a field to blame, it is the form's: so that the form knows that nothing was saved.
  const errors = error.errors.length ? formErrors(error.errors) : { root: { serverError: error.message } };
  return new HttpError(error.message, error.status, { code: error.code, errors });
}

export const codeOf = (error: unknown): string | undefined => {
  if (error instanceof ApiError) return error.code;
  if (error instanceof HttpError) return (error.body as { code?: string } | undefined)?.code;
  return undefined;
};
