import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { previewQuery, productQuery } from '../../api/catalogue';
import type { Product, Sku } from '../../api/store';
import { choose, firstChoice, orderable, skuForChoice } from '../../lib/optionMatrix';
import { paragraphs } from '../../lib/text';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { usePageMeta } from '../../ui/usePageMeta';
import { NotFoundPage } from '../NotFoundPage';
import { AddToCart } from './AddToCart';
import { DeliveryInfo } from './DeliveryInfo';
import { Gallery } from './Gallery';
import { MoreLikeThis } from './MoreLikeThis';
import { NotifyMe } from './NotifyMe';
import { OptionPicker } from './OptionPicker';
import { ProductSkeleton } from './ProductSkeleton';
import { SkuPrice } from './SkuPrice';
import { StockMessage } from './StockMessage';

export function ProductPage({ slug }: { slug: string }) {
  const preview = useSearchParams()[0].get('preview');
  const query = useQuery(preview ? previewQuery(preview) : productQuery(slug));
  const missing = <NotFoundPage title="We don’t have this product" text="It may have been sold out for good." />;
  return (
    <Loaded query={query} skeleton={<ProductSkeleton />} missing={missing} page>
      {(product) => <ProductView product={product} isPreview={preview !== null} />}
    </Loaded>
  );
}

/** The SKU is part of the address, so that a link and the way back from the cart show the same one. */
function useSkuChoice(product: Product): [Sku | undefined, (name: string, value: string) => void] {
  const [params, setParams] = useSearchParams();
  const sku = product.skus.find(({ code }) => code === params.get('sku')) ?? firstChoice(product.skus);
  const pick = (name: string, value: string) => {
    const next = skuForChoice(product.skus, choose(product.skus, sku?.options ?? {}, name, value));
    if (!next) return;
    setParams(
      (before) => {
        before.set('sku', next.code);
        return before;
      },
      { replace: true },
    );
  };
  return [sku, pick];
}

function ProductView({ product, isPreview }: { product: Product; isPreview: boolean }) {
  usePageMeta(product.title, paragraphs(product.description)[0] ?? product.subtitle);
  const [sku, pick] = useSkuChoice(product);
  return (
    <div className="page product">
      <div className="product-top">
        <Gallery product={product} sku={sku} />
        <div className="product-panel">
          <CollectionLinks product={product} />
          <Heading>{product.title}</Heading>
          {product.subtitle && <p className="lead">{product.subtitle}</p>}
          {isPreview && <Notice title="A preview">This is how its page will be. Customers don’t see it yet.</Notice>}
          {sku ? (
            <>
              <SkuPrice sku={sku} />
              {product.options.map((option) => (
                <OptionPicker
                  key={option.name}
                  option={option}
                  skus={product.skus}
                  chosen={sku.options}
                  onPick={pick}
                />
              ))}
              <StockMessage sku={sku} />
              {!isPreview && <AddToCart key={sku.id} product={product} sku={sku} />}
              {!isPreview && !orderable(sku) && <NotifyMe key={sku.code} slug={product.slug} />}
            </>
          ) : (
            <p>This product is not for sale just now.</p>
          )}
          <Description product={product} />
          <DeliveryInfo />
        </div>
      </div>
      <MoreLikeThis product={product} />
    </div>
  );
}

function CollectionLinks({ product }: { product: Product }) {
  if (product.collections.length === 0) return null;
  return (
    <ul className="eyebrow" aria-label="Collections of this product">
      {product.collections.map(({ slug, title }) => (
        <li key={slug}>
          <Link href={`/collections/${slug}`}>{title}</Link>
        </li>
      ))}
    </ul>
  );
}

function Description({ product: { description, videos } }: { product: Product }) {
  return (
    <section className="description" aria-label="Description">
      {paragraphs(description).map((text, index) => (
        <p key={index}>{text}</p>
      ))}
      {videos.map(({ url, title }) => (
        <p key={url}>
          <a href={url} rel="noreferrer">{`Video: ${title}`}</a>
        </p>
      ))}
    </section>
  );
}
