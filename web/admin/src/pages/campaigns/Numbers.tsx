import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

export interface Figure {
  label: string;
  value: number | string;
  /** Below it. */
  more?: ReactNode;
  help?: string;
  /** In the colour of errors, when there are any. */
  bad?: boolean;
}

/** Some numbers with their names, as many a row as fit. */
export function Numbers({ numbers }: { numbers: Figure[] }) {
  return (
    <Box component="dl" sx={{ m: 0, mb: 2, display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(7.5rem, 1fr))' }}>
      {numbers.map(({ label, value, more, help, bad }) => (
        <Box key={label} title={help}>
          <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
            {label}
          </Typography>
          <Typography component="dd" variant="h6" sx={{ m: 0, color: bad && value ? 'error.main' : undefined, fontVariantNumeric: 'tabular-nums' }}>
            {typeof value === 'number' ? value.toLocaleString('en') : value}
          </Typography>
          {more && (
            <Typography component="dd" variant="body2" sx={{ m: 0, color: 'text.secondary' }}>
              {more}
            </Typography>
          )}
        </Box>
      ))}
    </Box>
  );
}
