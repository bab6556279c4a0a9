import { Button, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '@startupwebapp/api-client';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { words } from '../../lib/text';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { Time } from '../../ui/Time';
import { ObjectLink } from './ObjectLink';
import { Rows } from './Rows';
import { useAmount } from './money';

type Event = Schemas['AdminEvent'];

const TITLES: Record<Event['kind'], string> = {
  registered: 'Registered',
  verified: 'Verified the address',
  logged_in: 'Logged in last',
  unsubscribed: 'Unsubscribed from the newsletter',
  agreed: 'Agreed to the terms',
  known: 'Became known to the shop',
  converted: 'Became a member',
  session: 'Logged in',
  cart: 'Changed the cart',
  checkout: 'Went to pay',
  order: 'Ordered',
  order_status: 'Order',
  payment: 'Paid',
  refund: 'Refund',
  mail: 'Mail',
  mail_opened: 'Opened a mail',
  mail_clicked: 'Followed a link of a mail',
  message: 'Wrote to the shop',
};

function detailOf({ kind, detail }: Event): string {
  if (!detail) return '';
  if (kind === 'mail') {
    const [name, state] = detail.split(' ');
    return `${words(name!)} (${state})`;
  }
  return kind === 'agreed' ? `Version ${detail}` : detail;
}

interface TimelineProps {
  of: 'members' | 'prospects';
  id: string;
}

/** What happened to a person and what they did, the newest first. */
export function Timeline({ of, id }: TimelineProps) {
  const amount = useAmount();
  const pages = useInfiniteQuery({
    queryKey: [of, id, 'timeline'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { id }, query: pageParam ? { cursor: pageParam } : {} };
      return of === 'members'
        ? call(client.GET('/api/admin/members/{id}/timeline', { params, signal }))
        : call(client.GET('/api/admin/prospects/{id}/timeline', { params, signal }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  const events = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Timeline">
      {pages.isPending ? <Loading /> : <ProblemMessage error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.data && (
        <Rows
          empty="Nothing has happened yet."
          rows={events.map((event, at) => ({
            key: `${at}`,
            main:
              event.resource && event.object_id ? (
                <ObjectLink resource={event.resource} id={event.object_id}>
                  {TITLES[event.kind]}
                </ObjectLink>
              ) : (
                TITLES[event.kind]
              ),
            more: (
              <>
                {detailOf(event)}
                {event.amount !== null && event.currency && ` ${amount(event.amount, event.currency)}`}
              </>
            ),
            side: <Time time={event.at} />,
          }))}
        />
      )}
      {pages.hasNextPage && (
        <Typography component="div" sx={{ pt: 1 }}>
          <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
            Show older
          </Button>
        </Typography>
      )}
    </Panel>
  );
}
