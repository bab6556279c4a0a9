import { useQuery } from '@tanstack/react-query';
import { termsOutdated, termsQuery, useAgreeToTerms, type Terms } from '../../api/account';
import { LogOutButton } from '../../ui/LogOutButton';
import { Button } from '../../ui/Button';
import { FormProblem } from '../../ui/Form';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { usePageMeta } from '../../ui/usePageMeta';
import { TermsSkeleton, TermsText } from './TermsText';

/** In the place of the page that was asked for, until the member agrees or logs out. */
export default function AgreePage() {
  usePageMeta('Our terms have changed');
  // What is known of the terms may be older than what has to be agreed to.
  const query = useQuery({ ...termsQuery, staleTime: 0 });
  return (
    <div className="page prose">
      <Heading takesFocus>Our terms have changed</Heading>
      <p className="lead">Please read them and agree to them to go on.</p>
      <Loaded query={query} skeleton={<TermsSkeleton />}>
        {(terms) => <Agree terms={terms} />}
      </Loaded>
    </div>
  );
}

function Agree({ terms }: { terms: Terms }) {
  const agree = useAgreeToTerms();
  const outdated = termsOutdated(agree.error);
  return (
    <>
      <div className="terms-box" role="region" aria-label={terms.title} tabIndex={0}>
        <TermsText terms={terms} />
      </div>
      {outdated && (
        <Notice look="problem" live title="They have just changed once more">
          Please look at them again.
        </Notice>
      )}
      <FormProblem error={outdated ? null : agree.error} fields={[]} />
      <p className="entry-actions">
        <Button busy={agree.isPending} onClick={() => agree.mutate(terms.version)}>
          I agree
        </Button>
        <LogOutButton />
      </p>
    </>
  );
}
