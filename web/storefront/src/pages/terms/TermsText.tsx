import type { Terms } from '../../api/account';
import { termsParts } from '../../lib/termsText';
import { longDate } from '../../lib/text';
import { Bar, repeat } from '../../ui/Skeleton';

/** The terms without their title. */
export function TermsText({ terms }: { terms: Terms }) {
  return (
    <>
      <p className="muted">{`In force since ${longDate(terms.published_at)}`}</p>
      {termsParts(terms.body).map(({ heading, text }, index) =>
        heading ? <h2 key={index}>{text}</h2> : <p key={index}>{text}</p>,
      )}
    </>
  );
}

export function TermsSkeleton() {
  return (
    <>
      <Bar size="heading" />
      {repeat(8, (index) => (
        <Bar key={index} size="long" />
      ))}
    </>
  );
}
