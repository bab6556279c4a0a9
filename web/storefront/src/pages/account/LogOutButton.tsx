import { useLocation } from 'wouter';
import { useLogOut } from '../../api/account';
import { errorText } from '../../ui/errorText';
import { Button } from '../../ui/Button';
import { useToast } from '../../ui/Toast';

export function LogOutButton() {
  const [, navigate] = useLocation();
  const logOut = useLogOut();
  const toast = useToast();
  const leave = async () => {
    // First away from here: this page would send somebody who is logged out to the login.
    navigate('/');
    try {
      await logOut.mutateAsync();
      toast({ text: 'You are logged out' });
    } catch (error) {
      toast({ text: `You are still logged in. ${errorText(error)}` });
    }
  };
  return (
    <Button look="secondary" busy={logOut.isPending} onClick={() => void leave()}>
      Log out
    </Button>
  );
}
