import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { termsQuery } from '../../api/account';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { usePageMeta } from '../../ui/usePageMeta';
import { TermsSkeleton, TermsText } from './TermsText';

export default function TermsPage() {
  usePageMeta('Terms');
  const query = useQuery(termsQuery);
  return (
    <div className="page prose">
      <Loaded query={query} skeleton={<TermsSkeleton />} page>
        {(terms) => (
          <>
            <Heading>{terms.title}</Heading>
            <TermsText terms={terms} />
            <h2>Questions</h2>
            <p>
              Please <Link href="/contact">write to us</Link>.
            </p>
          </>
        )}
      </Loaded>
    </div>
  );
}
