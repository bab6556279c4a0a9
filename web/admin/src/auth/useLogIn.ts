import { useMutation } from '@tanstack/react-query';
import { call } from '../api/call';
import { client } from '../api/client';

/** First step: a session, or the challenge for the second one. */
export const useLogIn = () =>
  useMutation({
    mutationFn: (body: { username: string; password: string }) => call(client.POST('/api/admin/session', { body })),
  });

export const useSecondStep = () =>
  useMutation({
    mutationFn: (body: { challenge: string; code: string }) =>
      call(client.POST('/api/v1/session/two-factor', { body })),
  });
