import { Box, Button, MenuItem, Stack, TextField, ToggleButton, Typography } from '@mui/material';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { admin, exportAddress } from '../../api/admin';
import { useCan } from '../../api/hooks';
import type { AdminObject } from '../../api/schema';
import { countOf } from '../../lib/text';
import { useDebounced } from '../../lib/useDebounced';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { reasonOf, type MailState } from '../mail/states';
import { ObjectLink } from '../people/ObjectLink';
import { Rows, type Row } from '../people/Rows';
import { campaigns, type Campaign } from './api';
import { RECIPIENT_FILTERS, whatCame } from './recipients';
import { RESEND_MOST, resendTitle } from './resend';

const ROWS = 25;

/** Everybody it was for, and how that went. */
export function RecipientsPanel({ campaign }: { campaign: Campaign }) {
  const mayView = useCan('email_messages', 'view');
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(RECIPIENT_FILTERS[0]!);
  const q = useDebounced(typed.trim().toLowerCase(), 250); // as addresses of people are kept
  const query = { filter: JSON.stringify({ email_id: campaign.id, ...shown.filter }), ...(q && { q }) };
  const list = useInfiniteQuery({
    queryKey: ['email_messages', 'recipients', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => admin.list('email_messages', { limit: ROWS, ...query, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: mayView,
  });
  if (!mayView) return null;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title="Recipients"
      actions={
        <>
          {campaign.can.resend && <ResendButton campaign={campaign} />}
          <Button size="small" href={exportAddress('email_messages', query)} download>
            Export
          </Button>
        </>
      }
    >
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5, mb: 1, justifyContent: 'space-between' }}>
        <TextField select label="Show" value={shown.label} onChange={(event) => setShown(RECIPIENT_FILTERS.find(({ label }) => label === event.target.value)!)} sx={{ maxWidth: { sm: 220 } }}>
          {RECIPIENT_FILTERS.map(({ label }) => (
            <MenuItem key={label} value={label}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        <TextField label="Find an address" type="search" value={typed} onChange={(event) => setTyped(event.target.value)} helperText="Its beginning" sx={{ maxWidth: { sm: 280 } }} />
      </Stack>
      <ProblemMessage error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Loading />}
      {list.data && (
        <Box sx={{ opacity: list.isPlaceholderData ? 0.6 : 1 }}>
          <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
            {countOf(list.data.pages[0]!.total, 'recipient')}
          </Typography>
          <Rows
            empty="Nobody."
            rows={items.map(rowOf)}
          />
        </Box>
      )}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show more
        </Button>
      )}
    </Panel>
  );
}

function rowOf(mail: AdminObject): Row {
  const { id, values } = mail;
  const state = String(values['state']) as MailState;
  const came = whatCame(mail);
  return {
    key: id,
    main: (
      <ObjectLink resource="email_messages" id={id}>
        {String(values['recipient'])}
      </ObjectLink>
    ),
    more: (
      <>
        {reasonOf(state, values['last_reply']) ?? (values['sent_at'] ? <Time time={String(values['sent_at'])} /> : null)}
        {came && ` · ${came}`}
      </>
    ),
    side: <StatusChip status={state} />,
  };
}

function ResendButton({ campaign }: { campaign: Campaign }) {
  const [open, setOpen] = useState(false);
  const notify = useNotify();
  const queryClient = useQueryClient();
  const { failed, uncertain } = campaign.progress;
  const resend = useMutation({
    mutationFn: (states: ('failed' | 'uncertain')[]) => campaigns.resend(campaign.id, states),
    onSuccess: ({ queued }) => {
      setOpen(false);
      notify(`${countOf(queued, 'mail')} in the queue again.`, { type: 'success' });
      void queryClient.invalidateQueries({ queryKey: ['campaigns'] });
      void queryClient.invalidateQueries({ queryKey: ['email_messages'] });
    },
  });
  const [withUncertain, setWithUncertain] = useState(false);
  const states = [...(failed > 0 ? (['failed'] as const) : []), ...(uncertain > 0 && (withUncertain || failed === 0) ? (['uncertain'] as const) : [])];
  const count = (failed > 0 ? failed : 0) + (states.includes('uncertain') ? uncertain : 0);
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
        Send again to those who failed
      </Button>
      <ConfirmDialog open={open} title={resendTitle(count)} action="Send again" busy={resend.isPending} error={resend.error} onConfirm={() => resend.mutate(states)} onClose={() => setOpen(false)}>
        <Typography variant="body2">The campaign goes on with them; nobody else gets it again.</Typography>
        {count > RESEND_MOST && (
          <Typography variant="body2" sx={{ mt: 1 }}>
            So many go at a time. Say it once more for the rest.
          </Typography>
        )}
        {failed > 0 && uncertain > 0 && (
          <ToggleButton value="uncertain" size="small" selected={withUncertain} onChange={() => setWithUncertain(!withUncertain)} sx={{ mt: 2 }}>
            {`Also the ${uncertain} uncertain: some may get it twice`}
          </ToggleButton>
        )}
        {failed === 0 && uncertain > 0 && (
          <Typography variant="body2" sx={{ mt: 1 }}>
            They are uncertain: some may get it twice, with the same number, so that mail readers can tell.
          </Typography>
        )}
      </ConfirmDialog>
    </>
  );
}
