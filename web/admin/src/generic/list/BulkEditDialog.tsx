import { MenuItem, Stack, TextField } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ApiError } from '@startupwebapp/api-client';
import { admin } from '../../api/admin';
import { useSettings } from '../../api/hooks';
import type { Resource, Value } from '../../api/schema';
import { countOf, inSentence } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useEditable } from '../form/fields';
import { check } from '../inputs/convert';
import { FieldControl } from '../inputs/FieldControl';
import type { Draft } from '../inputs/invalid';
import type { BulkDialogProps } from '../actions/types';

/** One field of all that are chosen, set to the same value. */
export function BulkEditDialog({ resource, ids, onClose, onDone }: BulkDialogProps) {
  const fields = useEditable(resource, false);
  const [name, setName] = useState('');
  const field = resource.fields.find((each) => each.name === name);
  const [value, setValue] = useState<Draft>();
  const notify = useNotify();
  const { currency_exponent: exponent } = useSettings();
  const save = useMutation({
    mutationFn: () => admin.bulk(resource.name, { action: 'update', ids, values: { [name]: (value ?? null) as Value } }),
    onSuccess: ({ done }) => {
      notify(`${countOf(done, 'change')} saved`, { type: 'success' });
      onDone();
    },
  });
  const problem = field && value !== undefined ? check(field, value, false, exponent) : undefined;
  const ofField = save.error instanceof ApiError ? save.error.field(name) : undefined;
  const choose = (next: string) => {
    const chosen = resource.fields.find((each) => each.name === next);
    setName(next);
    setValue(chosen?.type === 'boolean' ? false : undefined);
    save.reset();
  };
  return (
    <ConfirmDialog
      open
      title={`Edit ${objects(resource, ids.length)}`}
      action={`Change ${ids.length.toLocaleString('en')}`}
      busy={save.isPending}
      disabled={!field || Boolean(problem) || (value === undefined && !field.nullable)}
      error={ofField ? undefined : save.error}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2, pt: 1 }}>
        <TextField select label="What to change" value={name} onChange={(event) => choose(event.target.value)}>
          {fields.map((each) => (
            <MenuItem key={each.name} value={each.name}>
              {each.label}
            </MenuItem>
          ))}
        </TextField>
        {field && <FieldControl key={name} field={field} value={value} onChange={setValue} error={ofField ?? problem} />}
      </Stack>
    </ConfirmDialog>
  );
}

export const objects = (resource: Resource, count: number) =>
  countOf(count, inSentence(resource.label_one), inSentence(resource.label));
