import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, type ReactNode } from 'react';
import { ProblemMessage } from './ProblemMessage';

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  children?: ReactNode;
  /** What the button says: the verb, not "OK". */
  action: string;
  /** It takes something away. */
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  /** What leaves it as it is: "Cancel", unless that could be taken for the action. */
  dismiss?: string;
}

/** A question before something that matters. Stays open, with the error, when it did not work. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, children, action, danger = false, busy = false, disabled = false, error, onConfirm, onClose, dismiss = 'Cancel' } = props;
  const id = useId();
  return (
    <Dialog open={open} onClose={busy ? undefined : onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <ProblemMessage error={error} />
        {children}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {dismiss}
        </Button>
        <Button variant="contained" color={danger ? 'error' : 'primary'} onClick={onConfirm} loading={busy} disabled={disabled}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
