import { Box, Button, Stack, Typography } from '@mui/material';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { admin } from '../../api/admin';
import type { AdminObject, Value } from '../../api/schema';
import { words } from '../../lib/text';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import type { Status } from './api';
import { DuplicateButton, NewCampaignButton } from './CampaignButtons';
import { CampaignChip } from './CampaignChip';

const ROWS = 20;
const POLL_MS = 10_000;

/** Every mail to many people: how far it is, and what came of it. */
export default function CampaignsPage() {
  const list = useInfiniteQuery({
    queryKey: ['campaigns', 'getList'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => admin.list('campaigns', { limit: ROWS, sort: '-email_id', ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ values }) => values['status'] === 'sending')) ? POLL_MS : false),
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageTitle
        title="Campaigns"
        help="One letter to many people; each of them gets it once."
        actions={
          <>
            <Button component={Link} to="/emails">
              All mails as a table
            </Button>
            <NewCampaignButton />
          </>
        }
      />
      <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data && (
        <Panel flush>
          {items.length === 0 && (
            <EmptyState title="No campaign yet.">
              <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: '45ch' }}>
                Write a letter to your members or prospects. Nothing is sent before you have seen it, tested it and said so.
              </Typography>
              <NewCampaignButton />
            </EmptyState>
          )}
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {items.map((item) => (
              <CampaignRow key={item.id} item={item} />
            ))}
          </Box>
        </Panel>
      )}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </>
  );
}

const count = (value: Value | undefined) => Number(value ?? 0);
const progressOf = (value: Value | undefined) => {
  const { recipients, sent } = value as { recipients?: Value; sent?: Value } | undefined ?? {};
  return { recipients: count(recipients), sent: count(sent) };
};
const textOf = (value: Value | undefined) => (typeof value === 'string' ? value : null);

function CampaignRow({ item: { id, title, values } }: { item: AdminObject }) {
  const status = (textOf(values['status']) ?? 'draft') as Status;
  const { recipients, sent } = progressOf(values['progress']);
  return (
    <Box
      component="li"
      sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr auto', md: 'minmax(0, 1fr) 9rem 14rem auto' }, columnGap: 2, rowGap: 0.5, alignItems: 'center', px: 2, py: 1.25, borderBottom: 1, borderColor: 'divider', '&:last-child': { border: 0 } }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          <TextLink to={`/campaigns/${id}`}>{title}</TextLink>
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          To {words(textOf(values['type']) ?? 'member').toLowerCase()}s{textOf(values['subject']) && ` · ${textOf(values['subject'])}`}
        </Typography>
      </Box>
      <Stack direction="row" sx={{ justifyContent: { xs: 'flex-end', md: 'flex-start' } }}>
        <CampaignChip campaign={{ status, scheduled_at: textOf(values['scheduled_at']) }} />
      </Stack>
      <Box>
        {recipients > 0 && (
          <Typography variant="body2">
            {`${sent.toLocaleString('en')} of ${recipients.toLocaleString('en')} sent`}
            {count(values['opened']) > 0 && `, ${count(values['opened']).toLocaleString('en')} opened`}
          </Typography>
        )}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          <When values={values} />
        </Typography>
      </Box>
      <Box sx={{ justifySelf: 'end' }}>
        <DuplicateButton campaign={{ id, name: title }} size="small" />
      </Box>
    </Box>
  );
}

const MOMENTS = [
  ['ended_at', 'Ended'],
  ['started_at', 'Begun'],
  ['scheduled_at', 'Goes out'],
  ['ready_at', 'Ready since'],
] as const;

function When({ values }: Pick<AdminObject, 'values'>) {
  const [name, label] = MOMENTS.find(([each]) => textOf(values[each])) ?? [null, null];
  if (!name) return <>Not sent</>;
  return (
    <>
      {label} <Time time={textOf(values[name])!} />
    </>
  );
}
