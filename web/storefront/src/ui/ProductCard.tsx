import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { productQuery } from '../api/catalogue';
import { useMoney } from '../api/session';
import type { ProductSummary } from '../api/store';
import { Picture } from './Picture';

const SIZES = '(min-width: 64rem) 17rem, (min-width: 40rem) 30vw, 45vw';

export function ProductCard({ product, eager }: { product: ProductSummary; eager: boolean }) {
  const queryClient = useQueryClient();
  const prefetch = () => void queryClient.prefetchQuery(productQuery(product.slug));
  return (
    <li className="card">
      <Link href={`/products/${product.slug}`} onPointerEnter={prefetch} onFocus={prefetch}>
        <Picture image={product.image} sizes={SIZES} eager={eager} decorative />
        <span className="card-title">{product.title}</span>
      </Link>
      {product.subtitle && <p className="card-subtitle">{product.subtitle}</p>}
      <CardPrice product={product} />
    </li>
  );
}

function CardPrice({ product }: { product: ProductSummary }) {
  const money = useMoney();
  const { price_from, price_to, lowest_price_30_days, in_stock } = product;
  return (
    <p className="card-price">
      <span>{price_from === price_to ? money(price_from) : `From ${money(price_from)}`}</span>
      {!in_stock && <span className="badge">Sold out</span>}
      {in_stock && lowest_price_30_days > price_from && <span className="badge badge-accent">Reduced</span>}
    </p>
  );
}
