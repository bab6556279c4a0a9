import { unwrap } from '@startupwebapp/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client } from './store';

export const orderQuery = (identifier: string, key: string | null) =>
  queryOptions({
    queryKey: ['order', identifier, key],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/orders/{identifier}', {
          params: { path: { identifier }, query: key === null ? {} : { key } },
          signal,
        }),
      ),
  });
