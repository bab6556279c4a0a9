import { FormControlLabel, Switch } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { admin } from '../../api/admin';
import type { Value } from '../../api/schema';
import { ProblemMessage } from '../../ui/ProblemMessage';

/** Whether a member gets the newsletter. On again takes back that somebody unsubscribed, so it is their word that counts. */
export function NewsletterSwitch({ member, on }: { member: string; on: boolean }) {
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: async (newsletter: boolean) => {
      const { version = '' } = await admin.get('members', member);
      const values: Record<string, Value> = newsletter
        ? { newsletter_subscriber: true, email_unsubscribed_at: null }
        : { newsletter_subscriber: false };
      return admin.update('members', member, version, values);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['members'] }),
  });
  return (
    <>
      <FormControlLabel
        control={<Switch size="small" checked={mutation.isPending ? mutation.variables : on} onChange={(_event, next) => mutation.mutate(next)} />}
        label={on ? 'Gets the newsletter' : 'Gets no newsletter'}
      />
      <ProblemMessage error={mutation.error} />
    </>
  );
}
