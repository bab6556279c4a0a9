import { Box, Stack, Typography } from '@mui/material';
import { useEffect, type ReactNode } from 'react';
import { useSettings } from '../api/hooks';

interface PageTitleProps {
  title: string;
  /** One sentence below it. */
  help?: ReactNode;
  /** Beside it: a chip with the status, perhaps. */
  aside?: ReactNode;
  /** Buttons, at the right; below it on a phone. */
  actions?: ReactNode;
}

/** The heading of a page, and the title of its window. */
export function PageTitle({ title, help, aside, actions }: PageTitleProps) {
  const { name } = useSettings();
  useEffect(() => {
    document.title = `${title} – ${name || 'Admin'}`;
  }, [title, name]);
  return (
    <Stack
      direction={{ xs: 'column', sm: 'row' }}
      sx={{ gap: 2, pt: 3, pb: 2, alignItems: { sm: 'flex-start' }, justifyContent: 'space-between' }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography component="h1" variant="h5" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          {aside}
        </Stack>
        {help && (
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5, maxWidth: '70ch' }}>
            {help}
          </Typography>
        )}
      </Box>
      {actions && (
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', flexShrink: 0, alignItems: 'center' }}>
          {actions}
        </Stack>
      )}
    </Stack>
  );
}
