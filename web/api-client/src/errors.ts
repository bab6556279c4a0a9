import type { Schemas } from './schemas';

export type Problem = Schemas['Problem'];
export type FieldError = NonNullable<Problem['errors']>[number];

/** What a call throws: the API's problem document, or `network` when there was no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, status: number, code: string, errors: readonly FieldError[] = [], retryAfter?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfterSeconds = retryAfter;
  }

  /** The message that belongs beside an input, if the API has one for it. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.message;
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call, or an ApiError thrown. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('The shop did not answer. Please check your connection and try again.', 0, 'network');
  }
  if (answer.data !== undefined) return answer.data;
  if (answer.response.ok) return undefined as T; // 204: there is nothing to be told
  throw problemOf(answer);
}

function problemOf({ error, response }: Answer<unknown>): ApiError {
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  if (isProblem(error)) {
    return new ApiError(error.detail ?? error.title, error.status, error.code, error.errors ?? [], retryAfter);
  }
  // Something between here and the shop answered in its place, a load balancer perhaps.
  return new ApiError(
    'The shop is not available just now.',
    response.status,
    `http_${response.status}`,
    [],
    retryAfter,
  );
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value && 'status' in value;
}
