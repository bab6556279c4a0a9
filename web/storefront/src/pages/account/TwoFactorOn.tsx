import { useState } from 'react';
import { useRemoveTwoFactor, useRenewRecoveryCodes } from '../../api/member';
import { counted } from '../../lib/text';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useToast } from '../../ui/Toast';
import { PasswordAsked } from './PasswordAsked';

/** So few that it is time for new ones. */
const FEW_CODES = 3;

interface TwoFactorOnProps {
  codesLeft: number;
  onCodes: (codes: readonly string[]) => void;
}

export function TwoFactorOn({ codesLeft, onCodes }: TwoFactorOnProps) {
  const [asked, setAsked] = useState<'renew' | 'remove' | null>(null);
  const toast = useToast();
  const renew = useRenewRecoveryCodes();
  const remove = useRemoveTwoFactor();
  const makeCodes = (password: string) =>
    renew.mutate(password, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes) });
  // The page shows something else as soon as it is off.
  const turnOff = async (password: string) => {
    await remove.mutateAsync(password);
    toast({ text: 'Two-factor login is off' });
  };

  return (
    <>
      <Notice look="good" title="Two-factor login is on">
        {`You have ${counted(codesLeft, 'recovery code')} left for when your phone is lost.`}
      </Notice>
      {codesLeft <= FEW_CODES && (
        <Notice look="problem" title="Few recovery codes left">
          Make new ones, so that you can always log in.
        </Notice>
      )}
      <section className="account-section" aria-labelledby="renew">
        <h2 id="renew">New recovery codes</h2>
        <p className="muted">The old ones end.</p>
        {asked === 'renew' ? (
          <PasswordAsked change={renew} action="Make new codes" onPassword={makeCodes} />
        ) : (
          <Button look="secondary" onClick={() => setAsked('renew')}>
            Make new codes
          </Button>
        )}
      </section>
      <section className="account-section" aria-labelledby="remove">
        <h2 id="remove">Turn it off</h2>
        <p className="muted">Your password alone then opens your account.</p>
        {asked === 'remove' ? (
          <PasswordAsked
            change={remove}
            action="Turn it off"
            look="secondary"
            onPassword={(password) => void turnOff(password).catch(() => {})}
          />
        ) : (
          <Button look="secondary" onClick={() => setAsked('remove')}>
            Turn it off
          </Button>
        )}
      </section>
    </>
  );
}
