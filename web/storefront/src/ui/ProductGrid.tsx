import type { Ref } from 'react';
import type { ProductSummary } from '../api/store';
import { ProductCard } from './ProductCard';

interface ProductGridProps {
  products: readonly ProductSummary[];
  /** How many of the first are seen without scrolling. */
  eager?: number;
  ref?: Ref<HTMLUListElement>;
}

export function ProductGrid({ products, eager = 0, ref }: ProductGridProps) {
  return (
    <ul className="grid" ref={ref}>
      {products.map((product, index) => (
        <ProductCard key={product.id} product={product} eager={index < eager} />
      ))}
    </ul>
  );
}
