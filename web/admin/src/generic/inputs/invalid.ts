import type { Value } from '../../api/schema';

/** What an input holds while its text is no value: it says why, and is never sent. */
export class Invalid {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export type Draft = Value | undefined | Invalid;

export const problemOf = (value: unknown): string | undefined => (value instanceof Invalid ? value.message : undefined);
