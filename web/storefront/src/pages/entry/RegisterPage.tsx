import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { termsOutdated, termsQuery, useRegister, type Terms } from '../../api/account';
import { withNext } from '../../lib/nextPath';
import { CheckField } from '../../ui/CheckField';
import { Form } from '../../ui/Form';
import { Loaded } from '../../ui/Loaded';
import { NEW_PASSWORD_FIELDS, NewPassword } from '../../ui/NewPassword';
import { Notice } from '../../ui/Notice';
import { useToast } from '../../ui/Toast';
import { FormSkeleton } from '../account/FormSkeleton';
import { Entry, VisitorsOnly } from './Entry';
import { PersonFields } from './PersonFields';
import { useNext } from './useNext';

export default function RegisterPage() {
  return (
    <VisitorsOnly>
      <Register />
    </VisitorsOnly>
  );
}

function Register() {
  const next = useNext();
  const terms = useQuery(termsQuery);
  return (
    <Entry title="Make an account" lead="See your orders in one place, and have your cart on every device.">
      <Loaded query={terms} skeleton={<FormSkeleton fields={6} />}>
        {(current) => <RegisterForm terms={current} />}
      </Loaded>
      <ul className="entry-links">
        <li>
          Have one already? <Link href={withNext('/login', next)}>Log in</Link>
        </li>
      </ul>
    </Entry>
  );
}

const EMPTY = {
  username: '',
  email: '',
  first_name: '',
  last_name: '',
  password: '',
  password_again: '',
  newsletter: false,
};
const FIELDS = ['username', 'email', 'first_name', 'last_name', ...NEW_PASSWORD_FIELDS, 'terms_version'];

function RegisterForm({ terms }: { terms: Terms }) {
  const [typed, setTyped] = useState(EMPTY);
  const [agreed, setAgreed] = useState<number | null>(null);
  const toast = useToast();
  const register = useRegister();
  const outdated = termsOutdated(register.error);
  const send = async () => {
    await register.mutateAsync({ ...typed, terms_version: terms.version });
    // The page goes on by itself, so it is not there any more to say this.
    toast({ text: `Welcome! Please open the link in the mail that we sent to ${typed.email.trim()}.` });
  };
  const change = (part: Partial<typeof EMPTY>) => setTyped({ ...typed, ...part });

  return (
    <Form
      change={outdated ? { ...register, error: null } : register}
      fields={FIELDS}
      action="Make the account"
      // The form shows what went wrong.
      onSubmit={() => void send().catch(() => {})}
    >
      {(errorOf) => (
        <>
          <PersonFields value={typed} errorOf={errorOf} onChange={change} />
          <NewPassword label="Password" value={typed} owner={typed} errorOf={errorOf} onChange={change} />
          <CheckField
            label="Send me the newsletter"
            name="newsletter"
            checked={typed.newsletter}
            onChange={(event) => change({ newsletter: event.target.checked })}
          />
          <Agreement
            checked={agreed === terms.version}
            error={errorOf('terms_version') && 'Please agree to the terms to go on.'}
            onChange={(checked) => setAgreed(checked ? terms.version : null)}
          />
          {outdated && (
            <Notice look="problem" live title="The terms have changed meanwhile">
              Please read them again, then tick the box.
            </Notice>
          )}
        </>
      )}
    </Form>
  );
}

interface AgreementProps {
  checked: boolean;
  error: string | undefined;
  onChange: (checked: boolean) => void;
}

function Agreement({ checked, error, onChange }: AgreementProps) {
  const text = (
    <>
      I agree to the{' '}
      {/* Beside this page, so that nothing of it is lost. */}
      <a href="/terms" target="_blank" rel="noreferrer">
        terms<span className="visually-hidden"> (opens in a new tab)</span>
      </a>
    </>
  );
  return (
    <CheckField
      label={text}
      name="terms_version"
      required
      checked={checked}
      error={error}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
