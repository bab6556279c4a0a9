import { MenuItem, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useCan } from '../../api/hooks';
import { ObjectSearch } from '../../ui/ObjectSearch';
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
      {real && <ObjectSearch resource={kind} label={TEXTS[kind]} onChange={(id) => onChange(id ? { [kind === 'orders' ? 'order_id' : 'member_id']: id } : null)} />}
    </Stack>
  );
}
