import AddIcon from '@mui/icons-material/Add';
import { Button, Link as PlainLink, List, ListItem, Stack, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { useResource } from '../../api/hooks';
import { countOf, words } from '../../lib/text';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { imports, type Import } from './api';

/** Files that were or are being imported. */
export default function ImportsPage() {
  return (
    <>
      <PageTitle
        title="CSV imports"
        help="A file is checked first: you see what it would change before anything is changed. Imports go after seven days."
        actions={
          <Button component={Link} to="/imports/new" variant="contained" startIcon={<AddIcon />}>
            New import
          </Button>
        }
      />
      <ImportList />
    </>
  );
}

function ImportList() {
  const list = useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ pageParam, signal }) => imports.list(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (list.error) return <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Loading />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (!items.length) return <EmptyState title="No file was imported yet." />;
  return (
    <>
      <Panel flush>
        <List disablePadding aria-label="Imports">
          {items.map((each) => (
            <Entry key={each.id} each={each} />
          ))}
        </List>
      </Panel>
      {list.hasNextPage && (
        <Button variant="outlined" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function Entry({ each }: { each: Import }) {
  const resource = useResource(each.resource);
  return (
    <ListItem divider sx={{ gap: 2, flexWrap: 'wrap', justifyContent: 'space-between' }}>
      <Stack sx={{ minWidth: 0 }}>
        <PlainLink component={Link} to={`/imports/${each.id}`} sx={{ overflowWrap: 'anywhere' }}>
          {each.filename}
        </PlainLink>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {resource?.label ?? words(each.resource)}, {each.username}, <Time time={each.created_at} />
          {each.rows !== null && `, ${countOf(each.rows, 'row')}`}
        </Typography>
      </Stack>
      <StatusChip status={each.state} />
    </ListItem>
  );
}
