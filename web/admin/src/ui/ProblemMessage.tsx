import { Alert, Button } from '@mui/material';

interface ProblemMessageProps {
  error: unknown;
  /** Shows a button that tries again. */
  onRetry?: () => void;
}

const text = (error: unknown) =>
  error instanceof Error && error.message ? error.message : 'Something went wrong. Please try again.';

/** What went wrong, in the API's words; nothing when there is no error. */
export function ProblemMessage({ error, onRetry }: ProblemMessageProps) {
  if (!error) return null;
  return (
    <Alert
      severity="error"
      sx={{ mb: 2 }}
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {text(error)}
    </Alert>
  );
}
