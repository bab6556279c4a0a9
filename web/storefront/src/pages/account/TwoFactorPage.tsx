import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { twoFactorQuery } from '../../api/member';
import { sessionQuery } from '../../api/session';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { FormSkeleton } from './FormSkeleton';
import { RecoveryCodes } from './RecoveryCodes';
import { SectionPage } from './SectionPage';
import { TwoFactorOn } from './TwoFactorOn';
import { TwoFactorSetUp } from './TwoFactorSetUp';

export function TwoFactorPage() {
  const query = useQuery(twoFactorQuery);
  // Shown once: they stay until the member has put them away, whatever is asked again meanwhile.
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <SectionPage
      path="/account/two-factor"
      lead="Besides your password, logging in then takes a code that an app on your phone shows."
    >
      <StaffNotice />
      <Loaded query={query} skeleton={<FormSkeleton fields={1} />}>
        {({ enabled, recovery_codes_left }) => {
          if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />;
          if (enabled) return <TwoFactorOn codesLeft={recovery_codes_left} onCodes={setCodes} />;
          return <TwoFactorSetUp onCodes={setCodes} />;
        }}
      </Loaded>
    </SectionPage>
  );
}

function StaffNotice() {
  const missing = useQuery(sessionQuery).data?.member?.two_factor_missing;
  if (!missing) return null;
  return <Notice title="Please set this up first">Who works for the shop can go on only with a second factor.</Notice>;
}
