import { Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import type { Action } from '../../api/schema';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { objects } from '../list/BulkEditDialog';
import type { BulkDialogProps } from './types';

/** An action of the resource with what is chosen; asked first in the words of the registry. */
export function ActionDialog({ resource, ids, action, onClose, onDone }: BulkDialogProps & { action: Action }) {
  const notify = useNotify();
  const run = useMutation({
    mutationFn: () => admin.bulk(resource.name, { action: action.name, ids }),
    onSuccess: ({ done }) => {
      notify(`${action.label}: ${objects(resource, done)}`, { type: 'success' });
      onDone();
    },
  });
  return (
    <ConfirmDialog open title={`${action.label}: ${objects(resource, ids.length)}`} action={action.label} busy={run.isPending} error={run.error} onConfirm={() => run.mutate()} onClose={onClose}>
      {action.confirm && <Typography>{action.confirm}</Typography>}
    </ConfirmDialog>
  );
}
