import { Box, Paper, Typography } from '@mui/material';
import { useEffect, type ReactNode } from 'react';

/** A page of its own, for whoever is not inside yet. */
export function EntryCard({ title, store, children }: { title: string; store?: string | undefined; children: ReactNode }) {
  useEffect(() => {
    document.title = store ? `${title} – ${store}` : title;
  }, [title, store]);
  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: { xs: 'start stretch', sm: 'center' }, p: 2 }}>
      <Paper variant="outlined" sx={{ width: '100%', maxWidth: 440, mx: 'auto', p: { xs: 3, sm: 4 }, mt: { xs: 4, sm: 0 } }}>
        {store && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {store}
          </Typography>
        )}
        <Typography component="h1" variant="h5" sx={{ mb: 3 }}>
          {title}
        </Typography>
        {children}
      </Paper>
    </Box>
  );
}
