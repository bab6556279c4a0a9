import { Autocomplete, TextField } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useResource } from '../../api/hooks';
import { useDebounced } from '../../lib/useDebounced';
import type { ControlProps } from './FieldControl';

const OPTIONS = 20;

interface Option {
  id: string;
  title: string;
}

/** Another object, found by typing; it shows titles and tells the id. Who may not see that resource writes the id. */
export function ReferenceControl(props: ControlProps) {
  const { field } = props;
  const resource = useResource(field.reference ?? '');
  return resource?.can.view ? <Search {...props} to={resource.name} canSearch={resource.fields.some(({ search }) => search)} /> : <Id {...props} />;
}

function Id({ field, value, onChange, error, label, disabled }: ControlProps) {
  return (
    <TextField
      label={label ?? field.label}
      name={field.name}
      value={value === null || value === undefined ? '' : String(value)}
      onChange={(event) => onChange(event.target.value || null)}
      helperText={error ?? field.help}
      error={Boolean(error)}
      required={field.required}
      disabled={disabled ?? false}
    />
  );
}

function Search({ field, value, onChange, onBlur, error, label, disabled, autoFocus, to, canSearch }: ControlProps & { to: string; canSearch: boolean }) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const id = value === null || value === undefined ? null : String(value);
  const q = useDebounced(text.trim(), 250);
  const chosen = useQuery({
    queryKey: [to, 'getMany', { ids: [id] }],
    queryFn: ({ signal }) => admin.list(to, { limit: 1, filter: JSON.stringify({ id: [id] }) }, signal),
    enabled: id !== null,
    staleTime: 60_000,
  });
  const current: Option | null = id === null ? null : { id, title: chosen.data?.items[0]?.title || id };
  const isSearching = q !== '' && q !== current?.title;
  const found = useQuery({
    queryKey: [to, 'options', isSearching ? q : ''],
    queryFn: ({ signal }) => admin.list(to, { limit: OPTIONS, ...(isSearching && canSearch ? { q } : {}) }, signal),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  return (
    <Autocomplete<Option>
      options={(found.data?.items ?? []).map(({ id: key, title }) => ({ id: key, title: title || key }))}
      value={current}
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onChange={(_event, option) => onChange(option?.id ?? null)}
      onInputChange={(_event, next) => setText(next)}
      filterOptions={(options) => options}
      getOptionLabel={({ title }) => title}
      getOptionKey={({ id: key }) => key}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      loading={found.isFetching}
      noOptionsText={found.isError ? 'They can’t be loaded just now.' : 'Nothing is found.'}
      disabled={disabled ?? false}
      size="small"
      fullWidth
      renderInput={(params) => (
        <TextField
          {...params}
          label={label ?? field.label}
          name={field.name}
          helperText={error ?? field.help}
          error={Boolean(error)}
          required={field.required}
          autoFocus={autoFocus ?? false}
          {...(onBlur ? { onBlur } : {})}
        />
      )}
    />
  );
}
