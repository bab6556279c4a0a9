import { ApiError } from '@startupwebapp/api-client';

/** What to say about a failed change: the message for `field` when there is one, else the general one. */
export function errorText(error: unknown, field?: string): string | undefined {
  if (!error) return undefined;
  if (!(error instanceof ApiError)) return 'Something went wrong. Please try again.';
  return (field === undefined ? undefined : error.field(field)) ?? error.errors[0]?.message ?? error.message;
}
