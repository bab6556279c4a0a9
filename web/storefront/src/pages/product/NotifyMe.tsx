import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotifyMe } from '../../api/messages';
import { sessionQuery } from '../../api/session';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Notice } from '../../ui/Notice';

/** On a product that is sold out: an address to write to when it is there again. */
export function NotifyMe({ slug }: { slug: string }) {
  const member = useQuery(sessionQuery).data?.member;
  const [typed, setTyped] = useState<string | null>(null);
  const change = useNotifyMe(slug);
  const email = typed ?? member?.email ?? '';

  return (
    <section className="notify-me" aria-label="When it is there again">
      {change.isSuccess ? (
        <Notice look="good" title="We have noted it" live>
          {`We write to ${change.variables} when it is there again.`}
        </Notice>
      ) : (
        <Form
          change={change}
          fields={['email']}
          action="Tell me"
          label="When it is there again"
          look="secondary"
          onSubmit={() => change.mutate(email.trim())}
        >
          {(errorOf) => (
            <Field
              label="Tell me when it is there again"
              name="email"
              type="email"
              autoComplete="email"
              placeholder="Your e-mail address"
              required
              maxLength={254}
              value={email}
              error={errorOf('email')}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Form>
      )}
    </section>
  );
}
