import { Box, Button, Stack, Typography } from '@mui/material';

interface ErrorPageProps {
  /** What shows the page again; without it the page is loaded anew. */
  onRetry?: () => void;
}

/** Where a page should be that failed. */
export function ErrorPage({ onRetry }: ErrorPageProps) {
  return (
    <Box role="alert" sx={{ py: 6, px: 2, maxWidth: 560, mx: 'auto' }}>
      <Typography component="h1" variant="h5" sx={{ mb: 1 }}>
        This page has a fault
      </Typography>
      <Typography sx={{ color: 'text.secondary', mb: 3 }}>
        Nothing was lost that was saved before. Try again; if it stays, please tell whoever looks after the store.
      </Typography>
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button variant="contained" onClick={onRetry ?? (() => location.reload())}>
          Try again
        </Button>
        <Button href="/admin/">Go to the start</Button>
      </Stack>
    </Box>
  );
}
