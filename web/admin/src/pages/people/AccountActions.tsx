import { Button } from '@mui/material';
import type { Schemas } from '@startupwebapp/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { call } from '../../api/call';
import { client } from '../../api/client';
import { countOf } from '../../lib/text';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

type Member = Schemas['AdminMemberPage'];

interface Action {
  label: string;
  question: string;
  text: string;
  danger?: boolean;
  run: (user: string) => Promise<string>;
}

const RESET: Action = {
  label: 'Send a password link',
  question: 'Send the link for a new password?',
  text: 'It goes to the address of the account, works once and for an hour. The password stays until a new one is chosen.',
  run: async (id) => {
    const { recipient } = await call(client.POST('/api/admin/users/{id}/password-reset', { params: { path: { id } } }));
    return `The link is on its way to ${recipient}.`;
  },
};

const VERIFY: Action = {
  label: 'Send the verification again',
  question: 'Send the link that verifies the address again?',
  text: 'It works for a day.',
  run: async (id) => {
    const { recipient } = await call(client.POST('/api/admin/users/{id}/verification', { params: { path: { id } } }));
    return `The link is on its way to ${recipient}.`;
  },
};

const LOG_OUT: Action = {
  label: 'End all sessions',
  question: 'Log this person out everywhere?',
  text: 'Whoever is logged in to this account has to log in again, with the password.',
  danger: true,
  run: async (id) => {
    const { ended } = await call(client.DELETE('/api/admin/users/{id}/sessions', { params: { path: { id } } }));
    return `${countOf(ended, 'session')} ended.`;
  },
};

/** What is done with an account, each after a question. */
export function AccountActions({ member }: { member: Member }) {
  const notify = useNotify();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Action>();
  const [open, setOpen] = useState(false);
  const mutation = useMutation({
    mutationFn: (action: Action) => action.run(member.user_id),
    onSuccess: (message) => {
      setOpen(false);
      notify(message, { type: 'success' });
      void queryClient.invalidateQueries({ queryKey: ['members'] });
    },
  });
  const actions = [RESET, ...(member.account.verified_at ? [] : [VERIFY]), ...(member.account.sessions ? [LOG_OUT] : [])];
  return (
    <>
      {actions.map((action) => (
        <Button
          key={action.label}
          variant="outlined"
          onClick={() => {
            mutation.reset();
            setChosen(action);
            setOpen(true);
          }}
        >
          {action.label}
        </Button>
      ))}
      <ConfirmDialog
        open={open}
        title={chosen?.question ?? ''}
        action={chosen?.label ?? ''}
        danger={chosen?.danger ?? false}
        busy={mutation.isPending}
        error={mutation.error}
        onConfirm={() => chosen && mutation.mutate(chosen)}
        onClose={() => setOpen(false)}
      >
        {chosen?.text}
      </ConfirmDialog>
    </>
  );
}
