import { forgetVisitTexts } from '../lib/visitText';
import { cartQuery } from './cart';
import { forgetMember } from './member';
import { queryClient } from './queryClient';
import { sessionQuery } from './session';
import { storeApi, type Session } from './store';

/**
 * Keeps the page true to who is logged in: every session that the API tells, whoever asked for it, is the one that the
 * page shows; and when it is another person's, what is known of the last one is forgotten and the cart read again.
 */
export function followSessions(): void {
  storeApi.onSession((session) => {
    const before = queryClient.getQueryData(sessionQuery.queryKey);
    queryClient.setQueryData(sessionQuery.queryKey, session);
    if (before && nameOf(before) !== nameOf(session)) {
      forgetMember();
      forgetVisitTexts();
      void queryClient.resetQueries({ queryKey: cartQuery.queryKey });
    }
  });
}

const nameOf = ({ member }: Session) => member?.username;
