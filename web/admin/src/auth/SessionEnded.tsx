import { Dialog, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { Session } from '../api/client';
import { onEntryAsked } from '../api/call';
import { sessionQuery } from '../api/hooks';
import { LoginForm } from './LoginForm';

/** When the session ends while somebody works, they log in above the page, which keeps what was typed. */
export function SessionEnded({ username, children }: { username: string; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [ended, setEnded] = useState(false);
  const id = useId();
  useEffect(
    () =>
      onEntryAsked((error) => {
        if (error.code === 'login_required') setEnded(true);
        else void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }),
    [queryClient],
  );

  const enter = (session: Session) => {
    setEnded(false);
    // Somebody else begins with nothing of what the one before saw.
    if (session.member?.username !== username) return location.assign('/admin/');
    queryClient.setQueryData(sessionQuery.queryKey, session);
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
  return (
    <>
      {children}
      <Dialog open={ended} aria-labelledby={id} fullWidth maxWidth="xs">
        <DialogTitle id={id}>Please log in again</DialogTitle>
        <DialogContent>
          <Typography variant="body2" sx={{ mb: 2 }}>
            Your session has ended. What you see here stays; send again what was not saved.
          </Typography>
          <LoginForm onSession={enter} username={username} />
        </DialogContent>
      </Dialog>
    </>
  );
}
