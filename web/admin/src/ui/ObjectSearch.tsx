import { Autocomplete, TextField } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../api/admin';
import type { AdminObject } from '../api/schema';
import { useDebounced } from '../lib/useDebounced';

interface ObjectSearchProps {
  resource: string;
  label: string;
  helperText?: string;
  onChange: (id: string | null, object: AdminObject | null) => void;
}

/** Finds one object of a resource by what it is called. */
export function ObjectSearch({ resource, label, helperText, onChange }: ObjectSearchProps) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 250);
  const found = useQuery({
    queryKey: [resource, 'samples', q],
    queryFn: ({ signal }) => admin.list(resource, { limit: 20, ...(q ? { q } : {}) }, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Autocomplete
      options={found.data?.items ?? []}
      getOptionLabel={({ title, id }) => title || id}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterOptions={(options) => options}
      loading={found.isFetching}
      noOptionsText={found.isError ? 'They can’t be loaded just now.' : 'Nothing is found.'}
      onInputChange={(_event, next) => setText(next)}
      onChange={(_event, option) => onChange(option?.id ?? null, option)}
      size="small"
      fullWidth
      renderInput={(params) => <TextField {...params} label={label} helperText={helperText} />}
    />
  );
}
