import { ApiError } from '@startupwebapp/api-client';
import { useState } from 'react';
import { useAnswerChallenge } from '../../api/account';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { Entry } from './Entry';

interface Proof {
  lead: string;
  label: string;
  inputMode: 'numeric' | 'text';
  other: string;
}

const APP: Proof = {
  lead: 'Enter the code that your authenticator app shows now.',
  label: 'Code',
  inputMode: 'numeric',
  other: 'Use a recovery code',
};
const RECOVERY: Proof = {
  lead: 'Enter one of the recovery codes that you kept. Each works once.',
  label: 'Recovery code',
  inputMode: 'text',
  other: 'Use the app',
};

interface SecondStepProps {
  challenge: string;
  startAgain: (tooLate: boolean) => void;
}

export function SecondStep({ challenge, startAgain }: SecondStepProps) {
  const [proof, setProof] = useState(APP);
  const [code, setCode] = useState('');
  const answer = useAnswerChallenge();
  const send = () =>
    answer.mutate(
      { challenge, code: code.trim() },
      {
        // The challenge is too old, or the password was changed since.
        onError: (error) => {
          if (error instanceof ApiError && error.code === 'login_failed') startAgain(true);
        },
      },
    );
  const swap = () => {
    setProof(proof === APP ? RECOVERY : APP);
    setCode('');
    answer.reset();
  };
  return (
    <Entry title="One more step" lead={proof.lead}>
      <Form
        key={proof.label}
        change={answer}
        fields={['code']}
        action="Log in"
        onSubmit={send}
        more={
          <Button look="quiet" onClick={() => startAgain(false)}>
            Back
          </Button>
        }
      >
        {(errorOf) => (
          <Field
            label={proof.label}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            inputMode={proof.inputMode}
            spellCheck={false}
            // The page has just asked for it.
            autoFocus
            required
            maxLength={40}
            value={code}
            error={errorOf('code')}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Form>
      <Button look="quiet" onClick={swap}>
        {proof.other}
      </Button>
    </Entry>
  );
}
