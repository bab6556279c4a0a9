import { unwrap } from '@startupwebapp/api-client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { memberQuery } from './member';
import { client, type UnsubscribeReason } from './store';

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

/** The newsletter or none, for whom the link names. */
export function useSetNewsletter(token: string) {
  const queryClient = useQueryClient();
  const init = { params: { path: { token } } };
  return useMutation({
    mutationFn: (newsletter: boolean) =>
      newsletter
        ? unwrap(client.DELETE('/api/v1/unsubscriptions/{token}', init))
        : unwrap(client.PUT('/api/v1/unsubscriptions/{token}', init)),
    onSuccess: (answer) => {
      queryClient.setQueryData(unsubscriptionQuery(token).queryKey, answer);
      void queryClient.invalidateQueries({ queryKey: memberQuery.queryKey });
    },
  });
}

export const useGiveReason = (token: string) =>
  useMutation({
    mutationFn: (body: { reason: UnsubscribeReason; comment: string }) =>
      unwrap(client.PUT('/api/v1/unsubscriptions/{token}/reason', { params: { path: { token } }, body })),
  });
