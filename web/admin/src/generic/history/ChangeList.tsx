import { Button, Typography } from '@mui/material';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { admin, type Changes, type ChangesQuery } from '../../api/admin';
import type { Change } from '../../api/schema';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { ChangePanel } from './ChangePanel';

interface ChangeListProps {
  queryKey: readonly unknown[];
  load: (query: ChangesQuery, signal: AbortSignal) => Promise<Changes>;
  /** Names the objects, where they are of many kinds. */
  showsObject?: boolean;
  onUndone?: () => void;
}

const SHOWN = 25;

/** Changes, newest first, each with what was before and after, and a way back. */
export function ChangeList({ queryKey, load, showsObject = false, onUndone }: ChangeListProps) {
  const [asked, setAsked] = useState<Change>();
  const changes = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load({ limit: SHOWN, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (changes.error) return <ProblemMessage error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.isPending) return <Loading />;
  const items = changes.data.pages.flatMap((page) => page.items);
  if (!items.length) return <EmptyState title="Nothing was changed here yet." />;
  return (
    <>
      {items.map((change) => (
        <ChangePanel key={change.change_id} change={change} showsObject={showsObject} onUndo={() => setAsked(change)} />
      ))}
      {changes.hasNextPage && (
        <Button variant="outlined" loading={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>
          Show more
        </Button>
      )}
      {asked && <UndoDialog change={asked} onClose={() => setAsked(undefined)} {...(onUndone ? { onUndone } : {})} />}
    </>
  );
}

interface UndoDialogProps {
  change: Change;
  onClose: () => void;
  onUndone?: () => void;
}

function UndoDialog({ change, onClose, onUndone }: UndoDialogProps) {
  const notify = useNotify();
  const queryClient = useQueryClient();
  const undo = useMutation({
    mutationFn: () => admin.undo(change.change_id),
    onSuccess: () => {
      notify('The change is taken back', { type: 'success' });
      onClose();
      onUndone?.();
      return queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'schema' });
    },
  });
  const length = change.row_count;
  return (
    <ConfirmDialog open title="Take this change back?" action="Undo" busy={undo.isPending} error={undo.error} onConfirm={() => undo.mutate()} onClose={onClose}>
      <Typography>
        {length === 1 ? 'It is' : `All ${length} parts of it are`} set to what was before. This becomes a change of its own, which can be taken back as
        well. It is refused if something of it was changed again since.
      </Typography>
    </ConfirmDialog>
  );
}
