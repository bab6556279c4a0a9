import { ApiError } from '@startupwebapp/api-client';
import { QueryClient } from '@tanstack/react-query';

const RETRIES = 2;

/** What may be different a moment later is asked again; what the API refuses is not. */
const mayPass = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status === 503);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => failures < RETRIES && mayPass(error), staleTime: 0 },
    mutations: { retry: false },
  },
});
