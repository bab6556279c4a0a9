import { Button, Stack, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import { shortcut } from '../../app/Shortcuts';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { TextLink } from '../../ui/TextLink';
import { AdFigures, LandingLink } from './AdParts';

const ROWS = 20;

/** Ads elsewhere, each with a link of its own, and what each brought. */
export default function AdsPage() {
  const mayAdd = useCan('ads', 'add');
  const list = useInfiniteQuery({
    queryKey: ['ads', 'page'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => admin.list('ads', { limit: ROWS, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const newAd = mayAdd && (
    <Button component={Link} to="/ads/create" variant="contained" {...shortcut('create')}>
      New ad
    </Button>
  );
  return (
    <>
      <PageTitle title="Ads" help="Each has a link to put into a notice, a post or a leaflet. Who comes by it is counted, and what they buy." actions={newAd} />
      <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data && items.length === 0 && (
        <Panel>
          <EmptyState title="No ad yet.">{newAd}</EmptyState>
        </Panel>
      )}
      {items.map(({ id, title, values }) => (
        <Panel key={id} title={<TextLink to={`/ads/${id}`}>{title}</TextLink>}>
          <Stack>
            {values['url'] !== undefined && values['url'] !== null && (
              <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere', mb: 0.5 }}>
                Leads to {String(values['url'])}
              </Typography>
            )}
            <LandingLink code={String(values['ad_cd'] ?? '')} />
            <AdFigures id={id} />
          </Stack>
        </Panel>
      ))}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show more
        </Button>
      )}
    </>
  );
}
