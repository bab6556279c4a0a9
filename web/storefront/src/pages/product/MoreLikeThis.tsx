import { useInfiniteQuery } from '@tanstack/react-query';
import { listingQuery } from '../../api/catalogue';
import type { Product } from '../../api/store';
import { ProductGrid } from '../../ui/ProductGrid';

const SHOWN = 4;

export function MoreLikeThis({ product }: { product: Product }) {
  const collection = product.collections[0];
  const query = useInfiniteQuery({
    ...listingQuery({ collection: collection?.slug ?? '', limit: SHOWN + 1 }),
    enabled: collection !== undefined,
  });
  const others = query.data?.pages[0]?.items.filter(({ id }) => id !== product.id).slice(0, SHOWN) ?? [];
  if (!collection || others.length === 0) return null;
  return (
    <section aria-labelledby="more">
      <h2 id="more">{`More from ${collection.title}`}</h2>
      <ProductGrid products={others} />
    </section>
  );
}
