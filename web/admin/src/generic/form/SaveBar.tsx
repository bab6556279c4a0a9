import { Button, Stack, Typography } from '@mui/material';
import { useFormState } from 'react-hook-form';
import { shortcut } from '../../app/Shortcuts';

interface SaveBarProps {
  label: string;
  busy: boolean;
  /** A new object can be sent as it is; nothing is to be saved of one that nobody touched. */
  always?: boolean;
}

/** Stays in sight below a long form. */
export function SaveBar({ label, busy, always = false }: SaveBarProps) {
  const { dirtyFields } = useFormState();
  const isDirty = Object.keys(dirtyFields).length > 0;
  return (
    <Stack
      direction="row"
      sx={{ position: 'sticky', bottom: 0, zIndex: 1, gap: 2, p: 1.5, mb: 2, alignItems: 'center', bgcolor: 'background.paper', border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      <Button type="submit" variant="contained" loading={busy} disabled={!always && !isDirty} {...shortcut('save')}>
        {label}
      </Button>
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
        {isDirty ? 'Not saved yet' : ''}
      </Typography>
    </Stack>
  );
}
