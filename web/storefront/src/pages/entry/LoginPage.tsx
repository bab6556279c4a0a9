import { useState } from 'react';
import { Link } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { withNext } from '../../lib/nextPath';
import { Notice } from '../../ui/Notice';
import { CredentialsForm } from './CredentialsForm';
import { Entry, VisitorsOnly } from './Entry';
import { SecondStep } from './SecondStep';
import { useNext } from './useNext';

/** What another page leaves in the history for this one to say. */
export interface LoginNotice {
  notice: string;
}

export default function LoginPage() {
  return (
    <VisitorsOnly>
      <Login />
    </VisitorsOnly>
  );
}

function Login() {
  const [challenge, setChallenge] = useState<string | null>(null);
  const [late, setLate] = useState(false);
  const startAgain = (tooLate: boolean) => {
    setChallenge(null);
    setLate(tooLate);
  };
  return challenge === null ? (
    <FirstStep late={late} onChallenge={setChallenge} />
  ) : (
    <SecondStep challenge={challenge} startAgain={startAgain} />
  );
}

interface FirstStepProps {
  late: boolean;
  onChallenge: (challenge: string) => void;
}

function FirstStep({ late, onChallenge }: FirstStepProps) {
  const next = useNext();
  const said = useHistoryState<LoginNotice | null>()?.notice;
  const toVerify = next?.startsWith('/verify-email/');
  return (
    <Entry title="Log in" lead={toVerify ? 'To verify your e-mail address, log in to the account that it is for.' : undefined}>
      {late && <Notice look="problem" live title="That took too long. Please log in again." />}
      {said && !late && <Notice look="good" live title={said} />}
      <CredentialsForm onChallenge={onChallenge} />
      <ul className="entry-links">
        <li>
          New here? <Link href={withNext('/register', next)}>Make an account</Link>
        </li>
        <li>
          <Link href="/forgot-password">Forgot your password?</Link>
        </li>
        <li>
          <Link href="/forgot-username">Forgot your username?</Link>
        </li>
      </ul>
    </Entry>
  );
}
