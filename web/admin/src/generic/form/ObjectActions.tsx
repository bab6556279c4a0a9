import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Action, AdminObject, Resource } from '../../api/schema';
import { ActionDialog } from '../actions/ActionDialog';
import { DeleteDialog } from '../actions/DeleteDialog';
import { titleOf } from '../list/columns';

/** The actions of a resource for one object, and its end. */
export function ObjectActions({ resource, record, onDone }: { resource: Resource; record: AdminObject; onDone: () => void }) {
  const [open, setOpen] = useState<Action | 'delete'>();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const close = () => setOpen(undefined);
  const dialog = { resource, ids: [record.id], onClose: close };
  const gone = () => {
    close();
    queryClient.removeQueries({ queryKey: [resource.name, 'getOne', { id: record.id }] });
    navigate(`/${resource.name}`);
  };
  const done = () => {
    close();
    onDone();
  };
  return (
    <>
      {resource.actions
        .filter(({ verb }) => resource.can[verb])
        .map((action) => (
          <Button key={action.name} variant="outlined" onClick={() => setOpen(action)}>
            {action.label}
          </Button>
        ))}
      {resource.can.delete && (
        <Button color="error" onClick={() => setOpen('delete')}>
          Delete
        </Button>
      )}
      {open === 'delete' && <DeleteDialog {...dialog} title={titleOf(record, resource)} version={record.version} onDone={gone} />}
      {typeof open === 'object' && <ActionDialog {...dialog} action={open} onDone={done} />}
    </>
  );
}
