import { Autocomplete, MenuItem, Stack, TextField } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../../api/admin';
import { useCan } from '../../api/hooks';
import { useDebounced } from '../../lib/useDebounced';
import type { Sample } from './preview';

interface SamplePickerProps {
  /** Mails of orders are shown with an order, others with a member. */
  kind: 'orders' | 'members' | null;
  onChange: (sample: Sample | null) => void;
}

const TEXTS = { orders: 'A real order', members: 'A real member' };

/** Whose data the preview shows: made up, or somebody real. */
export function SamplePicker({ kind, onChange }: SamplePickerProps) {
  const [real, setReal] = useState(false);
  const mayView = useCan(kind ?? '', 'view');
  if (!kind || !mayView) return null;
  const choose = (next: boolean) => {
    setReal(next);
    if (!next) onChange(null);
  };
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1, mb: 2 }}>
      <TextField select label="Shown with" value={real ? 'real' : 'made'} onChange={(event) => choose(event.target.value === 'real')}>
        <MenuItem value="made">Made-up data</MenuItem>
        <MenuItem value="real">{TEXTS[kind]}</MenuItem>
      </TextField>
      {real && <Search kind={kind} onChange={(id) => onChange(id ? { [kind === 'orders' ? 'order_id' : 'member_id']: id } : null)} />}
    </Stack>
  );
}

function Search({ kind, onChange }: { kind: 'orders' | 'members'; onChange: (id: string | null) => void }) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 250);
  const found = useQuery({
    queryKey: [kind, 'samples', q],
    queryFn: ({ signal }) => admin.list(kind, { limit: 20, ...(q ? { q } : {}) }, signal),
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
      onChange={(_event, option) => onChange(option?.id ?? null)}
      size="small"
      fullWidth
      renderInput={(params) => <TextField {...params} label={TEXTS[kind]} />}
    />
  );
}
