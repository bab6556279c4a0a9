import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Form, RecordContextProvider, ResourceContextProvider, useDataProvider, useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import type { AdminObject, Resource, Value } from '../../api/schema';
import { Loading } from '../../ui/Loading';
import { ProblemMessage } from '../../ui/ProblemMessage';
import { shortcut } from '../../app/Shortcuts';
import { titleOf } from '../list/columns';
import { FactList } from './FactList';
import { emptyValues, useEditable } from './fields';
import { FormFields } from './FormFields';
import { inSentence } from '../../lib/text';

interface ObjectDialogProps {
  resource: Resource;
  /** Without it, it is a new one. */
  id?: string;
  /** Values that are given already and not asked for. */
  fixed: Record<string, Value>;
  onClose: () => void;
  onDone: () => void;
}

/** The form of an object in a dialog: of a child beside its parent. */
export function ObjectDialog(props: ObjectDialogProps) {
  const { resource, id, onClose } = props;
  const label = useId();
  const object = useQuery({
    queryKey: [resource.name, 'dialog', id],
    queryFn: ({ signal }) => admin.get(resource.name, id ?? '', signal),
    enabled: id !== undefined,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const title = id === undefined ? `New ${inSentence(resource.label_one)}` : object.data ? titleOf(object.data, resource) : resource.label_one;
  return (
    <Dialog open onClose={(_event, reason) => reason === 'escapeKeyDown' && onClose()} aria-labelledby={label} fullWidth maxWidth="md">
      <DialogTitle id={label}>{title}</DialogTitle>
      {id !== undefined && !object.data ? (
        <DialogContent>
          {object.error ? <ProblemMessage error={object.error} onRetry={() => void object.refetch()} /> : <Loading />}
        </DialogContent>
      ) : (
        <ResourceContextProvider value={resource.name}>
          <DialogForm {...props} object={object.data} />
        </ResourceContextProvider>
      )}
    </Dialog>
  );
}

function DialogForm({ resource, fixed, object, onClose, onDone }: ObjectDialogProps & { object: AdminObject | undefined }) {
  const provider = useDataProvider();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const isNew = !object;
  const writes = isNew ? resource.can.add : resource.can.change;
  const fields = useEditable(resource, isNew).filter(({ name }) => !(name in fixed));

  // Not the parent's, in whose page this stands.
  const [record] = useState<Partial<AdminObject>>(object ?? { values: emptyValues(fields) });

  async function save(data: unknown) {
    setBusy(true);
    setProblem(undefined);
    const values = (data as AdminObject).values;
    try {
      if (object) await provider.update(resource.name, { id: object.id, data: { ...object, values }, previousData: object });
      else await provider.create(resource.name, { data: { values: { ...values, ...fixed } } });
      notify('Saved', { type: 'success' });
      onDone();
      return undefined;
    } catch (error) {
      const errors = (error as { body?: { errors?: { values?: Record<string, string> } } }).body?.errors;
      const seen = Object.keys(errors?.values ?? {}).some((name) => fields.some((field) => field.name === name));
      if (!seen) setProblem(error);
      return errors;
    } finally {
      setBusy(false);
    }
  }
  return (
    <RecordContextProvider value={record}>
      <Form onSubmit={save} disableInvalidFormNotification noValidate>
        <DialogContent>
          <ProblemMessage error={problem} />
          {writes ? <FormFields fields={fields} isNew={isNew} autoFocus /> : object && <FactList fields={resource.fields} record={object} columns={2} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{writes ? 'Cancel' : 'Close'}</Button>
          {writes && (
            <Button type="submit" variant="contained" loading={busy} {...shortcut('save')}>
              Save
            </Button>
          )}
        </DialogActions>
      </Form>
    </RecordContextProvider>
  );
}
