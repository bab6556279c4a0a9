import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { unsubscriptionQuery, useSetNewsletter } from '../../api/messages';
import type { Unsubscription } from '../../api/store';
import { CheckField } from '../../ui/CheckField';
import { Form } from '../../ui/Form';
import { Heading } from '../../ui/Heading';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { useToast } from '../../ui/Toast';
import { usePageMeta } from '../../ui/usePageMeta';
import { FormSkeleton } from '../account/FormSkeleton';
import { LinkProblem } from './LinkProblem';

/** What somebody wants to get, by the link of a mail: without an account, or without logging in. */
export default function MailPreferencesPage({ token }: { token: string }) {
  usePageMeta('Your mails');
  const query = useQuery(unsubscriptionQuery(token));
  return (
    <div className="page">
      <Loaded query={query} skeleton={<FormSkeleton fields={1} />} missing={<LinkProblem error={query.error} />} page>
        {(preferences) => <Preferences token={token} preferences={preferences} />}
      </Loaded>
    </div>
  );
}

interface PreferencesProps {
  token: string;
  preferences: Unsubscription;
}

function Preferences({ token, preferences: { email, newsletter, suppressed, is_member } }: PreferencesProps) {
  return (
    <>
      <Heading>Your mails</Heading>
      <p className="lead">Mails about your orders and your account come in any case.</p>
      {suppressed && <Suppressed email={email} />}
      <NewsletterForm token={token} email={email} newsletter={newsletter} more={is_member && <AccountHint />} />
    </>
  );
}

function Suppressed({ email }: { email: string }) {
  return (
    <Notice title={`No newsletter reaches ${email} at the moment`}>
      Mails came back from there, or one was called spam, so we send none, whatever you choose below.{' '}
      <Link href="/contact">Write to us</Link> if it should get them again.
    </Notice>
  );
}

function AccountHint() {
  return (
    <p className="hint">
      Everything else is in <Link href="/account">your account</Link>.
    </p>
  );
}

interface NewsletterFormProps {
  token: string;
  email: string;
  newsletter: boolean;
  more: ReactNode;
}

function NewsletterForm({ token, email, newsletter, more }: NewsletterFormProps) {
  const [wanted, setWanted] = useState(newsletter);
  const toast = useToast();
  const change = useSetNewsletter(token);
  const save = () =>
    change.mutate(wanted, {
      onSuccess: (now) => toast({ text: now.newsletter ? 'You get the newsletter' : 'You get no newsletter' }),
    });
  return (
    <Form change={change} fields={[]} action="Save" more={more} onSubmit={save}>
      {() => (
        <CheckField
          label={`Send the newsletter to ${email}`}
          name="newsletter"
          checked={wanted}
          onChange={(event) => setWanted(event.target.checked)}
        />
      )}
    </Form>
  );
}
