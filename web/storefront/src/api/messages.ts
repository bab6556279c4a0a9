import { unwrap } from '@startupwebapp/api-client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { memberQuery } from './member';
import { client } from './store';

interface Letter {
  name: string;
  email: string;
  message: string;
}

export const useSendLetter = () =>
  useMutation({
    mutationFn: (letter: Letter) => unwrap(client.POST('/api/v1/messages', { body: { kind: 'contact', ...letter } })),
  });

/** Asks to be told when the product of this slug is there again. */
export const useNotifyMe = (slug: string) =>
  useMutation({
    mutationFn: (email: string) =>
      unwrap(client.POST('/api/v1/messages', { body: { kind: 'notify_me', email, subject: slug } })),
  });

export const unsubscriptionQuery = (token: string) =>
  queryOptions({
    queryKey: ['unsubscription', token],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/unsubscriptions/{token}', { params: { path: { token } }, signal })),
  });

export function useUnsubscribe(token: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(client.PUT('/api/v1/unsubscriptions/{token}', { params: { path: { token } } })),
    onSuccess: (answer) => {
      queryClient.setQueryData(unsubscriptionQuery(token).queryKey, answer);
      void queryClient.invalidateQueries({ queryKey: memberQuery.queryKey });
    },
  });
}
