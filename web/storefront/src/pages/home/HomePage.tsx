import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { collectionsQuery, listingQuery } from '../../api/catalogue';
import type { Collection } from '../../api/store';
import { Loaded } from '../../ui/Loaded';
import { Picture } from '../../ui/Picture';
import { ProductGrid } from '../../ui/ProductGrid';
import { GridSkeleton } from '../../ui/Skeleton';
import { usePageMeta } from '../../ui/usePageMeta';
import { Hero } from './Hero';

const NEWEST = 8;

export function HomePage() {
  usePageMeta();
  return (
    <div className="page home">
      <Hero />
      <Collections />
      <Newest />
    </div>
  );
}

function Collections() {
  const query = useQuery(collectionsQuery);
  return (
    <section aria-labelledby="collections">
      <h2 id="collections">Collections</h2>
      <Loaded query={query} skeleton={<GridSkeleton count={4} look="collections" />}>
        {(collections) => (
          <ul className="grid collections">
            {collections.map((collection) => (
              <CollectionTile key={collection.slug} collection={collection} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function CollectionTile({ collection }: { collection: Collection }) {
  return (
    <li className="card">
      <Link href={`/collections/${collection.slug}`}>
        <Picture image={collection.image} sizes="(min-width: 64rem) 17rem, 45vw" decorative />
        <span className="card-title">{collection.title}</span>
      </Link>
    </li>
  );
}

function Newest() {
  const query = useInfiniteQuery(listingQuery({ sort: 'newest', limit: NEWEST }));
  return (
    <section aria-labelledby="newest">
      <div className="section-head">
        <h2 id="newest">Newest</h2>
        <Link href="/products">See all products</Link>
      </div>
      <Loaded query={query} skeleton={<GridSkeleton count={NEWEST} />}>
        {({ pages }) => <ProductGrid products={pages[0]?.items ?? []} />}
      </Loaded>
    </section>
  );
}
