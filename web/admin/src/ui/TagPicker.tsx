import { Autocomplete, TextField } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../api/admin';
import { useDebounced } from '../lib/useDebounced';

export interface Tag {
  id: string;
  name: string;
}

interface TagPickerProps {
  label: string;
  value: Tag[];
  onChange: (tags: Tag[]) => void;
  disabled: boolean;
  helperText?: string;
}

/** Chooses among the tags that there are. */
export function TagPicker({ label, value, onChange, disabled, helperText }: TagPickerProps) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 250);
  const found = useQuery({
    queryKey: ['tags', 'found', q],
    queryFn: ({ signal }) => admin.list('tags', { limit: 50, sort: 'name', ...(q ? { q } : {}) }, signal),
    placeholderData: keepPreviousData,
  });
  const options = (found.data?.items ?? []).map(({ id, title }) => ({ id, name: title }));
  return (
    <Autocomplete
      multiple
      disableCloseOnSelect
      options={options}
      value={value}
      disabled={disabled}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterOptions={(all) => all}
      loading={found.isFetching}
      noOptionsText={found.isError ? 'They can’t be loaded just now.' : q ? 'No tag has that name.' : 'There are no tags yet: make some at People, Tags.'}
      onInputChange={(_event, next) => setText(next)}
      onChange={(_event, next) => onChange(next)}
      size="small"
      renderInput={(params) => <TextField {...params} label={label} helperText={helperText} />}
    />
  );
}
