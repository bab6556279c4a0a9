import { Button } from './Button';
import { useLeave } from './useLeave';

export function LogOutButton() {
  const { leave, busy } = useLeave();
  return (
    <Button look="secondary" busy={busy} onClick={leave}>
      Log out
    </Button>
  );
}
