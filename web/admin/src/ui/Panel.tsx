import { Box, Paper, Stack, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';

interface PanelProps {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** A table that reaches the edges. */
  flush?: boolean;
  /** One of many of its kind is an article, which is no landmark. */
  component?: 'section' | 'article';
}

/** A part of a page, with its heading. */
export function Panel({ title, actions, children, flush = false, component = 'section' }: PanelProps) {
  const id = useId();
  return (
    <Paper component={component} variant="outlined" aria-labelledby={title ? id : undefined} sx={{ mb: 2, minWidth: 0 }}>
      {(title || actions) && (
        <Stack
          direction="row"
          sx={{ px: 2, pt: 1.5, pb: flush ? 1.5 : 0, gap: 1, flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between' }}
        >
          <Typography component="h2" variant="subtitle1" id={id} sx={{ fontWeight: 600 }}>
            {title}
          </Typography>
          {actions && (
            <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
              {actions}
            </Stack>
          )}
        </Stack>
      )}
      <Box sx={flush ? { overflowX: 'auto' } : { p: 2 }}>{children}</Box>
    </Paper>
  );
}
