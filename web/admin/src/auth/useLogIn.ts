import { useMutation } from '@tanstack/react-query';
import { call } from '../api/call';
import { client, type Session } from '../api/client';

interface LoginAnswer {
  session?: Session | null;
  challenge?: string | null;
}

type Send = (path: string, init: unknown) => Promise<{ data?: LoginAnswer; error?: unknown; response: Response }>;
const post = client.POST as unknown as Send;

/** First step: a session, or the challenge for the second one. */
export const useLogIn = () =>
  useMutation({
    mutationFn: (body: { username: string; password: string }) => call<LoginAnswer>(post('/api/admin/session', { body })),
  });

export const useSecondStep = () =>
  useMutation({
    mutationFn: (body: { challenge: string; code: string }) =>
      call<LoginAnswer>(post('/api/v1/session/two-factor', { body })),
  });
