import { Button } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import { countOf } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

const TEXTS = {
  resend: {
    label: 'Send again',
    question: 'Send it once more?',
    text: 'It is the same mail with the same number: whoever got it the first time can tell.',
    done: (count: number) => `${countOf(count, 'mail')} in the outbox again.`,
  },
  cancel: {
    label: 'Cancel',
    question: 'Keep it from being sent?',
    text: 'It stays in the list and can be sent later.',
    done: (count: number) => `${countOf(count, 'mail')} cancelled.`,
  },
};

interface MailActionProps {
  action: keyof typeof TEXTS;
  ids: string[];
  disabled?: boolean;
  onDone?: () => void;
}

/** Sends mails again, or cancels those that wait; all of them or none. */
export function MailAction({ action, ids, disabled = false, onDone }: MailActionProps) {
  const notify = useNotify();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const { label, question, text, done } = TEXTS[action];
  const mutation = useMutation({
    mutationFn: () => admin.bulk('email_messages', { action, ids }),
    onSuccess: (result) => {
      setOpen(false);
      notify(done(result.done), { type: 'success' });
      onDone?.();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['email_messages'] }),
  });
  return (
    <>
      <Button
        variant="outlined"
        disabled={disabled || !ids.length}
        onClick={() => {
          mutation.reset();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={open}
        title={question}
        action={label}
        busy={mutation.isPending}
        error={mutation.error}
        onConfirm={() => mutation.mutate()}
        onClose={() => setOpen(false)}
      >
        {text}
      </ConfirmDialog>
    </>
  );
}
