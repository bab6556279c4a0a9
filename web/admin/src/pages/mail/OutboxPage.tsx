import { Box, Button, Checkbox, List, ListItem, Stack, TextField, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import type { AdminObject } from '../../api/schema';
import { words } from '../../lib/text';
import { useDebounced } from '../../lib/useDebounced';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { ObjectLink } from '../people/ObjectLink';
import { MailAction } from './MailActions';
import { FILTERS, reasonOf, type MailState } from './states';

const ROWS = 50;

const filterOf = (states: MailState[] | null) => (states ? { filter: JSON.stringify({ state: states }) } : {});

function useMails(states: MailState[] | null, q: string) {
  return useInfiniteQuery({
    queryKey: ['email_messages', 'outbox', states, q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      admin.list(
        'email_messages',
        { limit: ROWS, ...filterOf(states), ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: 15_000,
  });
}

/** What leaves the shop by mail, and what did not get away. */
export default function OutboxPage() {
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState('');
  const shown = FILTERS.find(({ label }) => label === params.get('show')) ?? FILTERS[0]!;
  const q = useDebounced(typed.trim(), 250);
  return (
    <>
      <PageTitle
        title="Outbox"
        help="Every mail that the shop writes. Failed and uncertain ones wait for your word."
        actions={
          <Button component={Link} to="/email_messages">
            As a table
          </Button>
        }
      />
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5, mb: 2, justifyContent: 'space-between' }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          color="primary"
          aria-label="Which mails"
          sx={{ flexWrap: 'wrap', '& .MuiToggleButtonGroup-lastButton': { borderLeftColor: 'divider' } }} // it may begin a line
          value={shown.label}
          onChange={(_event, label: string | null) => label && setParams(label === 'All' ? {} : { show: label }, { replace: true })}
        >
          {FILTERS.map(({ label }) => (
            <ToggleButton key={label} value={label} sx={{ px: 1.5 }}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <TextField
          label="To"
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          sx={{ maxWidth: { sm: 320 } }}
          helperText="The beginning of an address"
        />
      </Stack>
      <Mails key={`${shown.label} ${q}`} states={shown.states} q={q} label={shown.label} />
    </>
  );
}

function Mails({ states, q, label }: { states: MailState[] | null; q: string; label: string }) {
  const mails = useMails(states, q);
  const mayChange = useCan('email_messages', 'change');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  if (mails.isPending) return <Loading />;
  return (
    <>
      <ProblemMessage error={mails.error} onRetry={() => void mails.refetch()} />
      {mayChange && items.length > 0 && <Choice items={items} chosen={chosen} onChoose={setChosen} />}
      <Panel flush>
        {items.length === 0 && <EmptyState title={label === 'All' ? 'No mail yet.' : `No mail is here: ${label.toLowerCase()}.`} />}
        <List disablePadding>
          {items.map((mail) => (
            <MailRow key={mail.id} mail={mail} {...(mayChange ? { chosen: chosen.has(mail.id), onToggle: () => toggle(mail.id) } : {})} />
          ))}
        </List>
      </Panel>
      {mails.hasNextPage && (
        <Button onClick={() => void mails.fetchNextPage()} loading={mails.isFetchingNextPage}>
          Show older
        </Button>
      )}
    </>
  );
}

const stateOf = ({ values }: AdminObject) => String(values['state']) as MailState;
const mayResend = (mail: AdminObject) => ['sent', 'failed', 'uncertain', 'cancelled'].includes(stateOf(mail));
const mayCancel = (mail: AdminObject) => stateOf(mail) === 'queued';

interface ChoiceProps {
  items: AdminObject[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}

function Choice({ items, chosen, onChoose }: ChoiceProps) {
  const mails = items.filter(({ id }) => chosen.has(id));
  const ids = mails.map(({ id }) => id);
  const clear = () => onChoose(new Set());
  const all = mails.length === items.length;
  return (
    <Stack direction="row" sx={{ gap: 1, mb: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      <Button onClick={() => onChoose(all ? new Set() : new Set(items.map(({ id }) => id)))}>{all ? 'Choose none' : 'Choose all shown'}</Button>
      <MailAction action="resend" ids={ids} disabled={!mails.every(mayResend)} onDone={clear} />
      <MailAction action="cancel" ids={ids} disabled={!mails.every(mayCancel)} onDone={clear} />
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
        {mails.length ? `${mails.length} chosen` : ''}
      </Typography>
    </Stack>
  );
}

interface MailRowProps {
  mail: AdminObject;
  chosen?: boolean;
  onToggle?: () => void;
}

function MailRow({ mail, chosen = false, onToggle }: MailRowProps) {
  const { values } = mail;
  const state = stateOf(mail);
  const reason = reasonOf(state, values['last_reply']);
  const name = `${words(String(values['kind']))} to ${String(values['recipient'])}`;
  return (
    <ListItem divider sx={{ gap: 1, alignItems: 'flex-start', '&:last-child': { border: 0 } }}>
      {onToggle && (
        <Checkbox size="small" checked={chosen} onChange={onToggle} slotProps={{ input: { 'aria-label': `Choose ${name}` } }} sx={{ mt: -0.5, ml: -1 }} />
      )}
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere', fontWeight: 600 }}>
          <ObjectLink resource="email_messages" id={mail.id}>
            {words(String(values['kind']))}
          </ObjectLink>
        </Typography>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {String(values['recipient'])}
        </Typography>
        {reason && (
          <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {reason}
          </Typography>
        )}
      </Box>
      <Stack sx={{ alignItems: 'flex-end', gap: 0.5, flexShrink: 0 }}>
        <StatusChip status={state} />
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          <Time time={String(values['sent_at'] ?? values['created_at'])} />
        </Typography>
      </Stack>
    </ListItem>
  );
}
