import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import type { AdminObject, Field, Resource, Value } from '../../api/schema';
import { changedValues, isSame } from '../../data/changes';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { FieldValue } from '../fields/FieldValue';
import { useEditable } from './fields';

interface ConflictDialogProps {
  resource: Resource;
  /** As it was when the form was filled. */
  opened: AdminObject;
  /** What the form holds. */
  mine: Record<string, unknown>;
  onClose: () => void;
}

/** Somebody else saved in between: what they changed, and whose is to stand. */
export function ConflictDialog({ resource, opened, mine, onClose }: ConflictDialogProps) {
  const id = useId();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const now = useQuery({
    queryKey: [resource.name, 'conflict', opened.id],
    queryFn: ({ signal }) => admin.get(resource.name, opened.id, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const wanted = changedValues(opened.values, mine);
  const show = (object: AdminObject) => {
    queryClient.setQueryData([resource.name, 'getOne', { id: opened.id, meta: undefined }], object);
    void queryClient.invalidateQueries({ queryKey: [resource.name] });
    onClose();
  };
  const overwrite = useMutation({
    mutationFn: (theirs: AdminObject) => admin.update(resource.name, theirs.id, theirs.version ?? '', wanted),
    onSuccess: (saved) => {
      notify('Saved', { type: 'success' });
      show(saved);
    },
    onError: () => void now.refetch(),
  });
  const theirs = now.data;
  const fields = useEditable(resource, false);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="md">
      <DialogTitle id={id}>Somebody else changed this</DialogTitle>
      <DialogContent>
        <ProblemMessage error={overwrite.error ?? now.error} />
        {now.isPending && <Loading />}
        {theirs && (
          <>
            <Typography sx={{ mb: 2 }}>
              It was saved by somebody else while you were writing. Nothing of yours is saved yet. What only they changed stays in any case.
            </Typography>
            <Differences fields={fields} opened={opened.values} theirs={theirs.values} wanted={wanted} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Go on writing</Button>
        <Button disabled={!theirs} onClick={() => theirs && show(theirs)}>
          Take theirs
        </Button>
        <Button variant="contained" color="warning" disabled={!theirs} loading={overwrite.isPending} onClick={() => theirs && overwrite.mutate(theirs)}>
          Overwrite with mine
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface DifferencesProps {
  fields: Field[];
  opened: Record<string, Value>;
  theirs: Record<string, Value>;
  wanted: Record<string, Value>;
}

function Differences({ fields, opened, theirs, wanted }: DifferencesProps) {
  const rows = fields.filter(({ name }) => !isSame(opened[name] ?? null, theirs[name] ?? null) || name in wanted);
  return (
    <TableContainer>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Field</TableCell>
            <TableCell>When you opened it</TableCell>
            <TableCell>Theirs</TableCell>
            <TableCell>Yours</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((field) => (
            <TableRow key={field.name}>
              <TableCell component="th" scope="row">
                {field.label}
              </TableCell>
              <TableCell>
                <FieldValue field={field} value={opened[field.name]} short plain />
              </TableCell>
              <TableCell>{isSame(opened[field.name] ?? null, theirs[field.name] ?? null) ? 'not changed' : <FieldValue field={field} value={theirs[field.name]} short plain />}</TableCell>
              <TableCell>{field.name in wanted ? <FieldValue field={field} value={wanted[field.name]} short plain /> : 'not changed'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
