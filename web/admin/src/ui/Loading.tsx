import { Box, CircularProgress } from '@mui/material';

/** Stands where something will be. Says so to screen readers. */
export function Loading({ label = 'Loading' }: { label?: string }) {
  return (
    <Box role="status" sx={{ display: 'flex', justifyContent: 'center', p: 6 }}>
      <CircularProgress aria-label={label} />
    </Box>
  );
}
