import { useQuery } from '@tanstack/react-query';
import { collectionsQuery } from '../../api/catalogue';
import type { Collection } from '../../api/store';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Bar, GridSkeleton } from '../../ui/Skeleton';
import { usePageMeta } from '../../ui/usePageMeta';
import { NotFoundPage } from '../NotFoundPage';
import { Listing } from './Listing';

export function CollectionPage({ slug }: { slug: string }) {
  const query = useQuery(collectionsQuery);
  const skeleton = (
    <div className="page">
      <Bar size="heading" />
      <Bar size="long" />
      <GridSkeleton count={8} />
    </div>
  );
  return (
    <Loaded query={query} skeleton={skeleton} page>
      {(collections) => {
        const collection = collections.find((known) => known.slug === slug);
        if (!collection) return <NotFoundPage title="There is no such collection" text="It may have been renamed." />;
        return <CollectionView collection={collection} />;
      }}
    </Loaded>
  );
}

function CollectionView({ collection }: { collection: Collection }) {
  usePageMeta(collection.title, collection.description);
  return (
    <div className="page">
      <Heading>{collection.title}</Heading>
      {collection.description && <p className="lead">{collection.description}</p>}
      <Listing
        of={{ collection: collection.slug }}
        nothing={<p className="empty">There is nothing in this collection yet. Please come back soon.</p>}
      />
    </div>
  );
}
