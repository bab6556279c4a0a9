import { Button } from './Button';

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The end of a list that grows by pages. */
export function ShowMore({ query }: { query: Pages }) {
  if (!query.hasNextPage) return null;
  return (
    <div className="more">
      <Button look="secondary" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchingNextPage ? 'Loading' : 'Show more'}
      </Button>
      {query.isFetchNextPageError && (
        <p className="field-error" role="alert">
          That did not work. Please try again.
        </p>
      )}
    </div>
  );
}
