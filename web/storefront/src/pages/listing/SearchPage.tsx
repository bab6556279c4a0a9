import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { collectionsQuery } from '../../api/catalogue';
import { Heading } from '../../ui/Heading';
import { usePageMeta } from '../../ui/usePageMeta';
import { Listing } from './Listing';

export function SearchPage() {
  const [params] = useSearchParams();
  const words = (params.get('q') ?? '').trim();
  usePageMeta(words ? `Search for ${words}` : 'Search');
  return (
    <div className="page">
      <Heading>Search</Heading>
      {words ? (
        <Listing of={{ q: words }} nothing={<Suggestions title="Nothing found" />} />
      ) : (
        <Suggestions title="What are you looking for?" />
      )}
    </div>
  );
}

function Suggestions({ title }: { title: string }) {
  const collections = useQuery(collectionsQuery).data ?? [];
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p>Try fewer or other words, or look through the collections.</p>
      <ul className="chips">
        {collections.map(({ slug, title: name }) => (
          <li key={slug}>
            <Link href={`/collections/${slug}`} className="chip">
              {name}
            </Link>
          </li>
        ))}
        <li>
          <Link href="/products" className="chip">
            All products
          </Link>
        </li>
      </ul>
    </div>
  );
}
