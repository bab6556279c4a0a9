import { useLocation } from 'wouter';
import { useLogOut } from '../api/account';
import { errorText } from './errorText';
import { useToast } from './Toast';

/** Logs out, away from pages that are for members. */
export function useLeave(): { leave: () => void; busy: boolean } {
  const [, navigate] = useLocation();
  const { mutateAsync, isPending } = useLogOut();
  const toast = useToast();
  const leave = async () => {
    // First away from here: the page would send somebody who is logged out to the login.
    navigate('/');
    try {
      await mutateAsync();
      toast({ text: 'You are logged out' });
    } catch (error) {
      toast({ text: `You are still logged in. ${errorText(error)}` });
    }
  };
  return { leave: () => void leave(), busy: isPending };
}
