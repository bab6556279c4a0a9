import type { Schemas } from '@startupwebapp/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { call } from '../../api/call';
import { client } from '../../api/client';

export type Product = Schemas['AdminProduct'];
export type Sku = Product['skus'][number];
export type Picture = Product['images'][number];

const key = (id: number) => ['products', 'page', id];

export const useProduct = (id: number) =>
  useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => call(client.GET('/api/admin/products/{id}/page', { params: { path: { id: String(id) } }, signal })),
  });

/**
 * Something that is done to a product. `work` may give the product as it is then; otherwise, and after an error, it is
 * asked for again.
 */
export function useProductWork<Input>(id: number, work: (input: Input) => Promise<unknown>, done?: string) {
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: work,
    onSuccess: (answer) => {
      if (isProduct(answer)) queries.setQueryData(key(id), answer);
      if (done) notify(done, { type: 'success' });
    },
    onSettled: (answer) => {
      if (!isProduct(answer)) return queries.invalidateQueries({ queryKey: key(id) });
      return undefined;
    },
  });
}

const isProduct = (answer: unknown): answer is Product =>
  typeof answer === 'object' && answer !== null && 'skus' in answer && 'images' in answer;

export const path = (id: number) => ({ params: { path: { id: String(id) } } });

/** "Red / S"; the SKU's own title, or its code, when it has no options. */
export const skuName = (sku: Sku, names: readonly string[]) =>
  names
    .map((name) => sku.options[name])
    .filter(Boolean)
    .join(' / ') ||
  sku.title ||
  sku.code;
