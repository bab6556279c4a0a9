import { unwrap } from '@startupwebapp/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cartQuery } from './cart';
import { forgetMember } from './member';
import { sessionQuery } from './session';
import { client } from './store';

/** The answer is the session of a new visitor, whose cart is another one. */
export function useLogOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/session')),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      forgetMember();
      return queryClient.resetQueries({ queryKey: cartQuery.queryKey });
    },
  });
}
