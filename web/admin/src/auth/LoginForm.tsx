import { Button, Stack, TextField, Typography } from '@mui/material';
import { useState, type FormEvent } from 'react';
import type { Session } from '../api/client';
import { ProblemMessage } from '../ui/ProblemMessage';
import { useLogIn, useSecondStep } from './useLogIn';

interface LoginFormProps {
  onSession: (session: Session) => void;
  username?: string;
}

/** Username and password, then a code of the authenticator app where the account asks for one. */
export function LoginForm({ onSession, username: initial = '' }: LoginFormProps) {
  const [challenge, setChallenge] = useState<string>();
  if (challenge) return <SecondStep challenge={challenge} onSession={onSession} onBack={() => setChallenge(undefined)} />;
  return <FirstStep initial={initial} onSession={onSession} onChallenge={setChallenge} />;
}

interface FirstStepProps {
  initial: string;
  onSession: (session: Session) => void;
  onChallenge: (challenge: string) => void;
}

function FirstStep({ initial, onSession, onChallenge }: FirstStepProps) {
  const [username, setUsername] = useState(initial);
  const [password, setPassword] = useState('');
  const logIn = useLogIn();
  const send = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate(
      { username: username.trim(), password },
      {
        onSuccess: ({ session, challenge }) => {
          if (challenge) onChallenge(challenge);
          else if (session) onSession(session);
        },
        onError: () => setPassword(''),
      },
    );
  };
  return (
    <Stack component="form" onSubmit={send} aria-label="Log in" sx={{ gap: 2 }}>
      <ProblemMessage error={logIn.error} />
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoFocus={!initial}
        required
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 150, autoCapitalize: 'none', spellCheck: false } }}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={Boolean(initial)}
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="contained" size="large" loading={logIn.isPending}>
        Log in
      </Button>
    </Stack>
  );
}

interface SecondStepProps {
  challenge: string;
  onSession: (session: Session) => void;
  onBack: () => void;
}

function SecondStep({ challenge, onSession, onBack }: SecondStepProps) {
  const [code, setCode] = useState('');
  const secondStep = useSecondStep();
  const send = (event: FormEvent) => {
    event.preventDefault();
    secondStep.mutate(
      { challenge, code: code.trim() },
      { onSuccess: ({ session }) => session && onSession(session), onError: () => setCode('') },
    );
  };
  return (
    <Stack component="form" onSubmit={send} aria-label="Second factor" sx={{ gap: 2 }}>
      <ProblemMessage error={secondStep.error} />
      <Typography variant="body2">Enter the code that your authenticator app shows, or a recovery code.</Typography>
      <TextField
        label="Code"
        name="code"
        autoComplete="one-time-code"
        autoFocus
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 40, autoCapitalize: 'none', spellCheck: false } }}
      />
      <Button type="submit" variant="contained" size="large" loading={secondStep.isPending}>
        Go on
      </Button>
      <Button onClick={onBack}>Back</Button>
    </Stack>
  );
}
