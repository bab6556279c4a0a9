import { Alert, Box, Button, TextField } from '@mui/material';
import { ApiError } from '@startupwebapp/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useCan, useSettings } from '../../api/hooks';
import type { AdminObject } from '../../api/schema';
import { shortcut } from '../../app/Shortcuts';
import { countOf } from '../../lib/text';
import { inputToTime } from '../../lib/time';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { NotFoundPage } from '../../ui/NotFoundPage';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { Time } from '../../ui/Time';
import { TermsPreview } from './TermsPreview';
import { RESOURCE, STATES, useTerms } from './terms';

export default function VersionPage() {
  const { version = '' } = useParams();
  const terms = useTerms();
  const known = terms.data?.items.find((each) => String(each.version) === version);
  const query = useQuery({
    queryKey: [RESOURCE, version],
    queryFn: ({ signal }) => admin.get(RESOURCE, version, signal),
    enabled: known !== undefined,
    refetchOnWindowFocus: false,
  });
  if (terms.data && !known && String(terms.data.next_version) !== version) return <NotFoundPage />;
  const error = terms.error ?? query.error;
  if (error) return <ProblemMessage error={error} onRetry={() => void (terms.error ? terms.refetch() : query.refetch())} />;
  if (!terms.data || (known && !query.data)) return <Loading />;
  return <Version key={query.data?.version ?? 'new'} version={version} object={query.data ?? null} state={known?.state ?? 'draft'} members={terms.data.members} />;
}

interface VersionProps {
  version: string;
  object: AdminObject | null;
  state: keyof typeof STATES;
  members: number;
}

function Version({ version, object, state, members }: VersionProps) {
  const [title, setTitle] = useState(String(object?.values['title'] ?? 'Terms'));
  const [body, setBody] = useState(String(object?.values['body'] ?? ''));
  const [publishes, setPublishes] = useState(false);
  const mayWrite = useCan(RESOURCE, object ? 'change' : 'add');
  const isOpen = state === 'draft' || state === 'scheduled';
  const save = useSave(version, object, () => setPublishes(false));
  const error = save.error instanceof ApiError ? save.error : null;
  const publishedAt = object?.values['published_at'];
  return (
    <>
      <PageTitle
        title={`Terms, version ${version}`}
        aside={<StatusChip {...STATES[state]} />}
        help={
          publishedAt ? (
            <>
              {state === 'scheduled' ? 'In force from ' : 'Published '}
              <Time time={String(publishedAt)} />
            </>
          ) : (
            'A draft: nobody sees it until it is published.'
          )
        }
        actions={
          isOpen &&
          mayWrite && (
            <>
              <Button variant="outlined" loading={save.isPending && !publishes} onClick={() => save.mutate({ title, body })} {...shortcut('save')}>
                Save
              </Button>
              <Button variant="contained" onClick={() => setPublishes(true)} disabled={!title.trim() || !body.trim()}>
                Publish
              </Button>
            </>
          )
        }
      />
      {!publishes && <ProblemMessage error={save.error} />}
      {!isOpen && (
        <Alert severity="info" sx={{ mb: 2 }}>
          It was published, so it stays as it is: members agreed to these words. Write a new version to change them.
        </Alert>
      )}
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: isOpen ? '1fr 1fr' : '1fr' }, columnGap: 2, alignItems: 'start' }}>
        {isOpen && (
          <Panel title="Text">
            <TextField label="Title" value={title} onChange={(event) => setTitle(event.target.value)} error={Boolean(error?.field('title'))} helperText={error?.field('title')} disabled={!mayWrite} sx={{ mb: 2 }} />
            <TextField
              label="Body"
              value={body}
              onChange={(event) => setBody(event.target.value)}
              multiline
              minRows={16}
              maxRows={32}
              disabled={!mayWrite}
              error={Boolean(error?.field('body'))}
              helperText={error?.field('body') ?? 'An empty line between paragraphs. A line that begins with ## is a heading.'}
            />
          </Panel>
        )}
        <Panel title="As the store shows it">
          <TermsPreview title={title} body={body} />
        </Panel>
      </Box>
      <PublishDialog
        open={publishes}
        members={members}
        busy={save.isPending}
        error={save.error}
        onClose={() => setPublishes(false)}
        onPublish={(at) => save.mutate({ title, body, published_at: at })}
      />
    </>
  );
}

interface Values {
  title: string;
  body: string;
  published_at?: string;
}

function useSave(version: string, object: AdminObject | null, onDone: () => void) {
  const notify = useNotify();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ title, body, published_at }: Values) => {
      const values = { title, body, ...(published_at ? { published_at } : {}) };
      return object
        ? admin.update(RESOURCE, object.id, object.version ?? '', values)
        : admin.create(RESOURCE, { published_at: null, ...values, version: Number(version) });
    },
    onSuccess: (_object, { published_at }) => {
      onDone();
      notify(published_at ? 'Published.' : 'Saved.', { type: 'success' });
      void queryClient.invalidateQueries({ queryKey: [RESOURCE] });
      if (published_at) navigate('/terms');
    },
  });
}

interface PublishDialogProps {
  open: boolean;
  members: number;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onPublish: (at: string) => void;
}

function PublishDialog({ open, members, busy, error, onClose, onPublish }: PublishDialogProps) {
  const { time_zone: zone } = useSettings();
  const [later, setLater] = useState('');
  const at = later ? inputToTime(later, zone) : null;
  return (
    <ConfirmDialog
      open={open}
      title="Publish these terms?"
      action={at ? 'Publish then' : 'Publish now'}
      busy={busy}
      error={error}
      onConfirm={() => onPublish(at ?? new Date().toISOString())}
      onClose={onClose}
    >
      <Alert severity="warning" sx={{ mb: 2 }}>
        {`${countOf(members, 'member')} will be asked to agree before they go on. The words can’t be changed any more.`}
      </Alert>
      <TextField
        label="From (empty: now)"
        type="datetime-local"
        value={later}
        onChange={(event) => setLater(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
        helperText={`In the store’s time zone, ${zone}.`}
        sx={{ mt: 1 }}
      />
    </ConfirmDialog>
  );
}
