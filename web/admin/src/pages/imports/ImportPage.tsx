import { Alert, Box, Button, LinearProgress, Link as PlainLink, Stack, Typography } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import { countOf, words } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { PageTitle } from '../../ui/PageTitle';
import { Panel } from '../../ui/Panel';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { StatusChip } from '../../ui/StatusChip';
import { importQuery, imports, isAtWork, type Import } from './api';
import { RowsPanel } from './RowsPanel';
import { UploadPanel } from './UploadPanel';

/** One import, from its file to what it changed. */
export default function ImportPage() {
  const { id = '' } = useParams();
  const found = useQuery(importQuery(id));
  if (found.error) return <ProblemMessage error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Loading />;
  return <Found key={id} each={found.data} />;
}

function Found({ each }: { each: Import }) {
  const resource = useResource(each.resource);
  const isChecked = each.rows !== null && !isAtWork(each.state);
  return (
    <>
      <PageTitle
        title={each.filename}
        help={`${resource?.label ?? words(each.resource)}, by ${each.username ?? 'somebody'}`}
        aside={<StatusChip status={each.state} />}
        actions={<Steps each={each} />}
      />
      {each.state === 'uploading' && <UploadPanel each={each} />}
      {isAtWork(each.state) && <Progress each={each} />}
      {each.problem && <Problem problem={each.problem} />}
      {each.state === 'applied' && <Applied each={each} />}
      {each.rows !== null && <Counts each={each} />}
      {isChecked && <RowsPanel each={each} />}
    </>
  );
}

function Progress({ each }: { each: Import }) {
  const checking = each.state === 'checking';
  return (
    <Panel title={checking ? 'Checking the file' : 'Applying it'}>
      <Stack sx={{ gap: 2 }}>
        {checking || !each.rows ? (
          <LinearProgress aria-label="At work" />
        ) : (
          <LinearProgress variant="determinate" value={(100 * each.done) / each.rows} aria-label="Applied" />
        )}
        <Typography role="status" variant="body2">
          {checking || !each.rows ? `${countOf(each.done, 'line')} so far` : `${each.done.toLocaleString('en')} of ${countOf(each.rows, 'line')}`}. You can
          leave this page; the work goes on.
        </Typography>
      </Stack>
    </Panel>
  );
}

function Problem({ problem }: { problem: NonNullable<Import['problem']> }) {
  const place = [problem.line && `line ${problem.line}`, problem.line && problem.column && `column ${problem.column}`].filter(Boolean).join(', ');
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      {place && <b>{words(place)}: </b>}
      {problem.message} Nothing was changed.
    </Alert>
  );
}

function Applied({ each }: { each: Import }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Alert
        severity="success"
        sx={{ mb: 2 }}
        action={
          each.change_id !== null && (
            <Button color="inherit" size="small" onClick={() => setAsked(true)}>
              Undo
            </Button>
          )
        }
      >
        All of it was applied. It is one change in the{' '}
        <PlainLink component={Link} to="/changes" color="inherit">
          log of changes
        </PlainLink>
        .
      </Alert>
      {asked && each.change_id !== null && <UndoDialog change={each.change_id} onClose={() => setAsked(false)} />}
    </>
  );
}

function UndoDialog({ change, onClose }: { change: number; onClose: () => void }) {
  const notify = useNotify();
  const undo = useMutation({
    mutationFn: () => admin.undo(change),
    onSuccess: () => {
      notify('The import is taken back', { type: 'success' });
      onClose();
    },
  });
  return (
    <ConfirmDialog open title="Take the import back?" action="Undo" busy={undo.isPending} error={undo.error} onConfirm={() => undo.mutate()} onClose={onClose}>
      <Typography>Everything is set to what was before. It is refused if something of it was changed again since.</Typography>
    </ConfirmDialog>
  );
}

function Counts({ each }: { each: Import }) {
  const counts: [string, number | null][] = [
    ['Lines', each.rows],
    ['New', each.creates],
    ['Changed', each.updates],
    ['As they are', each.unchanged],
    ['With errors', each.errors],
  ];
  return (
    <Panel>
      <Box component="dl" sx={{ m: 0, display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(96px, 1fr))' }}>
        {counts.map(([label, count]) => (
          <div key={label}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {label}
            </Typography>
            <Typography component="dd" variant="h5" className="money" sx={{ m: 0, color: label === 'With errors' && count ? 'error.main' : undefined }}>
              {(count ?? 0).toLocaleString('en')}
            </Typography>
          </div>
        ))}
      </Box>
      {each.ignored.length > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 2 }}>
          Not written, since they can’t be: {each.ignored.map(words).join(', ')}.
        </Typography>
      )}
    </Panel>
  );
}

/** What can be done next. */
function Steps({ each }: { each: Import }) {
  const [asked, setAsked] = useState<'apply' | 'delete'>();
  const queryClient = useQueryClient();
  const check = useMutation({
    mutationFn: () => imports.check(each.id),
    onSuccess: (data) => queryClient.setQueryData(['imports', each.id], data),
  });
  const writes = (each.creates ?? 0) + (each.updates ?? 0);
  const isWhole = each.received === each.size;
  return (
    <>
      {each.state !== 'applied' && (
        <Button onClick={() => setAsked('delete')}>{isAtWork(each.state) || each.state === 'uploading' ? 'Cancel' : 'Delete'}</Button>
      )}
      {isWhole && ['uploading', 'checked', 'failed'].includes(each.state) && (
        <Button variant="outlined" loading={check.isPending} onClick={() => check.mutate()}>
          {each.state === 'uploading' ? 'Check' : 'Check again'}
        </Button>
      )}
      {each.state === 'checked' && (
        <Button variant="contained" disabled={each.errors !== 0 || writes === 0} onClick={() => setAsked('apply')}>
          Apply
        </Button>
      )}
      <ProblemMessage error={check.error} />
      {asked === 'apply' && <ApplyDialog each={each} onClose={() => setAsked(undefined)} />}
      {asked === 'delete' && <DeleteDialog each={each} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function ApplyDialog({ each, onClose }: { each: Import; onClose: () => void }) {
  const queryClient = useQueryClient();
  const apply = useMutation({
    mutationFn: () => imports.apply(each.id),
    onSuccess: (data) => {
      queryClient.setQueryData(['imports', each.id], data);
      onClose();
    },
  });
  return (
    <ConfirmDialog open title="Apply the import?" action="Apply" busy={apply.isPending} error={apply.error} onConfirm={() => apply.mutate()} onClose={onClose}>
      <Typography>
        {countOf(each.creates ?? 0, 'new one')}, {countOf(each.updates ?? 0, 'change')}. All of it is done, or nothing; what somebody else changed
        since the check is not overwritten.
      </Typography>
    </ConfirmDialog>
  );
}

function DeleteDialog({ each, onClose }: { each: Import; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => imports.remove(each.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['imports'], exact: true });
      navigate('/imports');
    },
  });
  return (
    <ConfirmDialog open danger title="Delete the import?" action="Delete" busy={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()} onClose={onClose}>
      <Typography>The file and what its check found go. Nothing in the shop is changed.</Typography>
    </ConfirmDialog>
  );
}
