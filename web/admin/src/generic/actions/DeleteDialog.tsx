import { Typography } from '@mui/material';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Loading } from '../../ui/Loading';
import { objects } from '../list/BulkEditDialog';
import { AffectedList } from './AffectedList';
import type { BulkDialogProps } from './types';

interface DeleteDialogProps extends BulkDialogProps {
  /** Of a single one: what it is called, and which version of it was looked at. */
  title?: string;
  version?: string | undefined;
}

/** Tries it first and shows what would be lost; only then it can be done. */
export function DeleteDialog({ resource, ids, title, version, onClose, onDone }: DeleteDialogProps) {
  const notify = useNotify();
  const trial = useQuery({
    queryKey: ['delete-trial', resource.name, ids], // not below the resource: it is not asked again once they are gone
    queryFn: () => admin.bulk(resource.name, { action: 'delete', ids, dry_run: true }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const remove = useMutation({
    mutationFn: () =>
      title !== undefined && ids[0] ? admin.remove(resource.name, ids[0], version) : admin.bulk(resource.name, { action: 'delete', ids }),
    onSuccess: () => {
      notify(`${title ?? objects(resource, ids.length)} deleted`, { type: 'success' });
      onDone();
    },
  });
  const affected = trial.data?.affected ?? [];
  return (
    <ConfirmDialog
      open
      title={`Delete ${title ?? objects(resource, ids.length)}?`}
      action="Delete"
      danger
      busy={remove.isPending}
      disabled={!trial.data}
      error={remove.error ?? trial.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {trial.isPending && <Loading label="Looking what this would take along" />}
      {trial.data && (
        <>
          <Typography>{resource.undo ? 'It can be taken back in the history.' : 'It can’t be taken back.'}</Typography>
          <AffectedList resource={resource} affected={affected} />
        </>
      )}
    </ConfirmDialog>
  );
}
