import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Names and what they stand for; one that stands for nothing is left out. */
export function Facts({ items }: { items: Record<string, ReactNode> }) {
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: 'grid', gridTemplateColumns: { xs: 'minmax(7rem, auto) 1fr', sm: '10rem 1fr' }, columnGap: 2, rowGap: 1 }}
    >
      {Object.entries(items)
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
    </Box>
  );
}
