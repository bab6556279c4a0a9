import { ApiError, unwrap, type Schemas } from '@startupwebapp/api-client';
import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { queryClient } from './queryClient';
import { sessionQuery } from './session';
import { client, type Session } from './store';

export type Member = Schemas['Member'];
export type ShippingAddress = Schemas['ShippingAddress'];

/** Orders that are shown at once; the next ones come by "Show more". */
const ORDERS_SHOWN = 10;

/** Who was logged out elsewhere, or must do something first: the session tells, and the page follows it. */
const TOLD_BY_SESSION = ['login_required', 'two_factor_missing'];

async function asMember<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && TOLD_BY_SESSION.includes(error.code)) {
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    }
    throw error;
  }
}

// Everything that belongs to the member begins with the same key, so that it can be forgotten at once.
const KEY = 'member';

export const memberQuery = queryOptions({
  queryKey: [KEY, 'self'],
  queryFn: ({ signal }) => asMember(unwrap(client.GET('/api/v1/member', { signal }))),
});

export const addressesQuery = queryOptions({
  queryKey: [KEY, 'addresses'],
  queryFn: ({ signal }) => asMember(unwrap(client.GET('/api/v1/member/addresses', { signal }))),
});

export const twoFactorQuery = queryOptions({
  queryKey: [KEY, 'two-factor'],
  queryFn: ({ signal }) => asMember(unwrap(client.GET('/api/v1/member/two-factor', { signal }))),
});

const listSessions = async (signal: AbortSignal) =>
  (await asMember(unwrap(client.GET('/api/v1/sessions', { signal })))).items;

/** A place where the member is logged in. */
export type MemberSession = Awaited<ReturnType<typeof listSessions>>[number];

export const sessionsQuery = queryOptions({
  queryKey: [KEY, 'sessions'],
  queryFn: ({ signal }) => listSessions(signal),
  staleTime: 0,
});

const listOrders = (cursor: string | null, signal: AbortSignal) => {
  const query = cursor === null ? { limit: ORDERS_SHOWN } : { limit: ORDERS_SHOWN, cursor };
  return asMember(unwrap(client.GET('/api/v1/orders', { params: { query }, signal })));
};

export type OrderSummary = Awaited<ReturnType<typeof listOrders>>['items'][number];

export const memberOrdersQuery = infiniteQueryOptions({
  queryKey: [KEY, 'orders'],
  queryFn: ({ pageParam, signal }) => listOrders(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
});

/** For somebody else who logs in, or nobody. */
export function forgetMember(): void {
  queryClient.removeQueries({ queryKey: [KEY] });
  queryClient.removeQueries({ queryKey: ['order'] });
}

/** The header and the checkout know the member from the session. */
function keepMember(member: Member): void {
  queryClient.setQueryData(memberQuery.queryKey, member);
  queryClient.setQueryData(sessionQuery.queryKey, (session: Session | undefined) => {
    if (!session?.member) return session;
    const { first_name, last_name, email, email_verified, terms_to_agree } = member;
    return { ...session, member: { ...session.member, first_name, last_name, email, email_verified, terms_to_agree } };
  });
}

/** A change that is answered with the member as it stands now. */
function useMemberChange<Input>(change: (input: Input) => Promise<Member>) {
  return useMutation({ mutationFn: (input: Input) => asMember(change(input)), onSuccess: keepMember });
}

export const useSetNames = () =>
  useMemberChange((body: Pick<Member, 'first_name' | 'last_name'>) => unwrap(client.PUT('/api/v1/member', { body })));

export const useSetEmail = () =>
  useMemberChange((body: { email: string; password: string }) => unwrap(client.PUT('/api/v1/member/email', { body })));

export const useSetPreferences = () =>
  useMemberChange((body: { newsletter: boolean }) => unwrap(client.PUT('/api/v1/member/preferences', { body })));

export const useResendVerification = () =>
  useMutation({ mutationFn: () => asMember(unwrap(client.POST('/api/v1/email-verifications'))) });

export const useSetAddress = () =>
  useMutation({
    mutationFn: (shipping: ShippingAddress | null) =>
      asMember(unwrap(client.PUT('/api/v1/member/addresses', { body: { shipping } }))),
    onSuccess: (addresses) => queryClient.setQueryData(addressesQuery.queryKey, addresses),
  });

interface PasswordChange {
  current_password: string;
  password: string;
  password_again: string;
}

export const useSetPassword = () =>
  useMutation({
    mutationFn: (body: PasswordChange) => asMember(unwrap(client.PUT('/api/v1/member/password', { body }))),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });

export const useBeginTwoFactor = () =>
  useMutation({
    mutationFn: (password: string) =>
      asMember(unwrap(client.POST('/api/v1/member/two-factor', { body: { password } }))),
  });

/** Other sessions end, and staff may go on now. */
const afterTwoFactor = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: [KEY] }),
    queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  ]);

export const useConfirmTwoFactor = () =>
  useMutation({
    mutationFn: (code: string) => asMember(unwrap(client.PUT('/api/v1/member/two-factor', { body: { code } }))),
    onSuccess: () => void afterTwoFactor(),
  });

export const useRenewRecoveryCodes = () =>
  useMutation({
    mutationFn: (password: string) =>
      asMember(unwrap(client.POST('/api/v1/member/two-factor/recovery-codes', { body: { password } }))),
    onSuccess: () => void afterTwoFactor(),
  });

export const useRemoveTwoFactor = () =>
  useMutation({
    mutationFn: (password: string) =>
      asMember(unwrap(client.POST('/api/v1/member/two-factor/removal', { body: { password } }))),
    onSuccess: () => void afterTwoFactor(),
  });

const afterSessions = () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });

/** One that has ended by itself meanwhile is as good as ended. */
export const useEndSession = () =>
  useMutation({
    mutationFn: async (id: number) => {
      try {
        await asMember(unwrap(client.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'session_unknown')) throw error;
      }
    },
    onSuccess: afterSessions,
  });

export const useEndOtherSessions = () =>
  useMutation({
    mutationFn: () => asMember(unwrap(client.DELETE('/api/v1/sessions'))),
    onSuccess: afterSessions,
  });
