import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Action, Resource } from '../../api/schema';
import { ActionDialog } from '../actions/ActionDialog';
import { DeleteDialog } from '../actions/DeleteDialog';
import { BulkEditDialog } from './BulkEditDialog';
import { useEditable } from '../form/fields';

type Open = 'edit' | 'delete' | Action | undefined;

/** What can be done with the rows that are chosen. */
export function BulkBar({ resource }: { resource: Resource }) {
  const { selectedIds, onUnselectItems, refetch } = useListContext();
  const [open, setOpen] = useState<Open>();
  const fields = useEditable(resource, false);
  if (!selectedIds.length) return null;
  const ids = selectedIds.map(String);
  const close = () => setOpen(undefined);
  const done = () => {
    close();
    onUnselectItems();
    void refetch();
  };
  const dialog = { resource, ids, onClose: close, onDone: done };
  return (
    <Stack
      direction="row"
      role="toolbar"
      aria-label="With what is chosen"
      sx={{ gap: 1, px: 2, py: 0.75, flexWrap: 'wrap', alignItems: 'center', bgcolor: 'action.selected', position: 'sticky', top: 56, zIndex: 1 }}
    >
      <Typography variant="body2" role="status" sx={{ fontWeight: 600, mr: 1 }}>
        {ids.length.toLocaleString('en')} chosen
      </Typography>
      {resource.can.change && fields.length > 0 && (
        <Button size="small" onClick={() => setOpen('edit')}>
          Edit
        </Button>
      )}
      {resource.actions
        .filter(({ verb }) => resource.can[verb])
        .map((action) => (
          <Button key={action.name} size="small" onClick={() => setOpen(action)}>
            {action.label}
          </Button>
        ))}
      {resource.can.delete && (
        <Button size="small" color="error" onClick={() => setOpen('delete')}>
          Delete
        </Button>
      )}
      <Button size="small" onClick={() => onUnselectItems()}>
        Choose none
      </Button>
      {open === 'edit' && <BulkEditDialog {...dialog} />}
      {open === 'delete' && <DeleteDialog {...dialog} />}
      {typeof open === 'object' && <ActionDialog {...dialog} action={open} />}
    </Stack>
  );
}
