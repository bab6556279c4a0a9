import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { listingQuery, type Listing as ListingOf } from '../../api/catalogue';
import { activeFilters, readFilter, writeFilter } from '../../lib/listingFilter';
import { counted } from '../../lib/text';
import { Button } from '../../ui/Button';
import { Loaded } from '../../ui/Loaded';
import { ProductGrid } from '../../ui/ProductGrid';
import { ShowMore } from '../../ui/ShowMore';
import { GridSkeleton } from '../../ui/Skeleton';
import { useFocusOnNewItems } from '../../ui/useFocusOnNewItems';
import { FilterBar } from './FilterBar';

interface ListingProps {
  /** What is listed, whatever the filters: a collection, the words of a search. */
  of: ListingOf;
  /** Shown when there is nothing even without filters. */
  nothing: ReactNode;
}

/** A filtered, sorted grid of products that grows by pages; its state is the page's address. */
export function Listing({ of, nothing }: ListingProps) {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const query = useInfiniteQuery(listingQuery({ ...of, ...filter }));
  const products = query.data?.pages.flatMap((page) => page.items) ?? [];
  const grid = useFocusOnNewItems<HTMLUListElement>(query.data?.pages.length ?? 0, products.length);
  const filtered = activeFilters(filter) > 0;

  return (
    <>
      <FilterBar
        filter={filter}
        searching={of.q !== undefined}
        onChange={(next) => setParams(writeFilter(params, next), { replace: true })}
      />
      <p className="result-count" role="status">
        {query.data && countText(products.length, query.hasNextPage, of.q)}
      </p>
      <Loaded query={query} skeleton={<GridSkeleton count={8} />}>
        {() =>
          products.length > 0 ? (
            <ProductGrid products={products} eager={4} ref={grid} />
          ) : filtered ? (
            <NothingLeft clear={() => setParams(writeFilter(params, {}), { replace: true })} />
          ) : (
            nothing
          )
        }
      </Loaded>
      <ShowMore query={query} />
    </>
  );
}

function countText(count: number, more: boolean, words: string | undefined): string {
  const products = more
    ? `More than ${counted(count, 'product')}`
    : count === 0
      ? 'No products'
      : counted(count, 'product');
  return words ? `${products} for \u201c${words}\u201d` : products;
}

function NothingLeft({ clear }: { clear: () => void }) {
  return (
    <div className="empty">
      <p className="empty-title">Nothing matches these filters</p>
      <Button look="secondary" onClick={clear}>
        Clear the filters
      </Button>
    </div>
  );
}
