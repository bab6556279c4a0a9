import { Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** What a list says that has nothing, and what can be done about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack sx={{ alignItems: 'center', gap: 1.5, px: 2, py: 6, textAlign: 'center' }}>
      <Typography variant="subtitle1" component="p">
        {title}
      </Typography>
      {children}
    </Stack>
  );
}
