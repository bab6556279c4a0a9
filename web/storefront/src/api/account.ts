import { ApiError, unwrap, type Schemas } from '@startupwebapp/api-client';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { forgetMember } from './member';
import { queryClient } from './queryClient';
import { sessionQuery } from './session';
import { client } from './store';

// Who is logged in after these calls, the session tells: api/identity.ts follows it.

/** An older answer that is still on its way must not take the place of the new session. */
const beforeChange = () => queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });

/** A refusal of the whole request which is about one field of the form. */
function beside(field: string, code: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ApiError && error.code === code)) throw error;
    throw new ApiError(error.message, error.status, code, [{ field, code, message: error.message }]);
  };
}

export interface Credentials {
  username: string;
  password: string;
  remember: boolean;
}

/** The answer is a session, or the challenge of the second factor. */
export const useLogIn = () =>
  useMutation({
    onMutate: beforeChange,
    mutationFn: (body: Credentials) => unwrap(client.POST('/api/v1/session', { body })),
  });

export const useAnswerChallenge = () =>
  useMutation({
    onMutate: beforeChange,
    mutationFn: (body: { challenge: string; code: string }) =>
      unwrap(client.POST('/api/v1/session/two-factor', { body })).catch(beside('code', 'two_factor_failed')),
  });

export const useLogOut = () =>
  useMutation({ onMutate: beforeChange, mutationFn: () => unwrap(client.DELETE('/api/v1/session')) });

export interface Registration {
  username: string;
  email: string;
  first_name: string;
  last_name: string;
  password: string;
  password_again: string;
  newsletter: boolean;
  terms_version: number;
}

export const useRegister = () =>
  useMutation({
    onMutate: beforeChange,
    mutationFn: (body: Registration) => unwrap(client.POST('/api/v1/members', { body })).catch(beside('username', 'username_taken')),
    onError: afterTermsRefusal,
  });

export type Terms = Schemas['Terms'];

export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/terms', { signal })),
});

export const termsOutdated = (error: unknown) => error instanceof ApiError && error.code === 'terms_outdated';

/** New terms were published while the page showed the old ones. */
async function afterTermsRefusal(error: unknown): Promise<void> {
  if (termsOutdated(error)) await queryClient.invalidateQueries({ queryKey: termsQuery.queryKey });
}

export const useAgreeToTerms = () =>
  useMutation({
    mutationFn: (version: number) => unwrap(client.POST('/api/v1/terms/agreements', { body: { version } })),
    // Waited for, so that nobody is asked once more for what was just given.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    onError: afterTermsRefusal,
  });

export const useRequestUsername = () =>
  useMutation({
    mutationFn: (email: string) => unwrap(client.POST('/api/v1/username-reminders', { body: { email } })),
  });

export const useRequestReset = () =>
  useMutation({
    mutationFn: (username: string) => unwrap(client.POST('/api/v1/password-resets', { body: { username } })),
  });

/** Whose password the mailed link is for. */
export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ['password-reset', token],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/password-resets/{token}', { params: { path: { token } }, signal })),
    staleTime: 0,
  });

interface NewPassword {
  password: string;
  password_again: string;
}

export const useResetPassword = (token: string) =>
  useMutation({
    mutationFn: (body: NewPassword) =>
      unwrap(client.PUT('/api/v1/password-resets/{token}', { params: { path: { token } }, body })),
    // The member's sessions have ended, perhaps the one of this browser too.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    // Used meanwhile, perhaps in another window: the page then says so.
    onError: async (error) => {
      if (!(error instanceof ApiError && error.code === 'token_invalid')) return;
      await queryClient.resetQueries({ queryKey: resetQuery(token).queryKey });
    },
  });

export const useVerifyEmail = (token: string) =>
  useMutation({
    mutationFn: () => unwrap(client.PUT('/api/v1/email-verifications/{token}', { params: { path: { token } } })),
    onSuccess: () => {
      forgetMember();
      return queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
