import { unwrap } from '@startupwebapp/api-client';
import { Box, Button, Link, Stack, TextField, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { client } from '../api/client';
import { sessionQuery } from '../api/hooks';
import { grouped } from '../lib/text';
import { ProblemMessage } from '../ui/ProblemMessage';
import { EntryCard } from './EntryCard';
import { logOut } from './logOut';
import { RecoveryCodes } from './RecoveryCodes';

const QrCode = lazy(() => import('./QrCode'));

/** For staff whom the store asks for a second factor and who have none yet: password, secret, code, recovery codes. */
export function TwoFactorSetUp({ store }: { store?: string | undefined }) {
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  const begin = useMutation({
    mutationFn: (password: string) => unwrap(client.POST('/api/v1/member/two-factor', { body: { password } })),
  });
  return (
    <EntryCard title={codes ? 'Your recovery codes' : 'Set up a second factor'} store={store}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })} />
      ) : begin.data ? (
        <Secret {...begin.data} onCodes={setCodes} />
      ) : (
        <PasswordAsked busy={begin.isPending} error={begin.error} onPassword={begin.mutate} />
      )}
    </EntryCard>
  );
}

interface PasswordAskedProps {
  busy: boolean;
  error: unknown;
  onPassword: (password: string) => void;
}

function PasswordAsked({ busy, error, onPassword }: PasswordAskedProps) {
  const [password, setPassword] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    onPassword(password);
  };
  return (
    <Stack component="form" onSubmit={send} aria-label="Password" sx={{ gap: 2 }}>
      <Typography variant="body2">
        Everybody who works here logs in with a password and a code of an authenticator app. All you need is such an app on
        your phone. Please enter your password to begin.
      </Typography>
      <ProblemMessage error={error} />
      <TextField
        label="Your password"
        type="password"
        autoComplete="current-password"
        autoFocus
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="contained" loading={busy}>
        Set it up
      </Button>
      <Button onClick={() => void logOut()}>Log out</Button>
    </Stack>
  );
}

interface SecretProps {
  secret: string;
  uri: string;
  onCodes: (codes: readonly string[]) => void;
}

function Secret({ secret, uri, onCodes }: SecretProps) {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: (text: string) => unwrap(client.PUT('/api/v1/member/two-factor', { body: { code: text } })),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code.trim(), { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes), onError: () => setCode('') });
  };
  return (
    <Stack component="form" onSubmit={send} aria-label="Code" sx={{ gap: 2 }}>
      <Typography variant="body2">1. Scan this with your app.</Typography>
      <Box sx={{ width: 220, height: 220, alignSelf: 'center' }}>
        <Suspense fallback={null}>
          <QrCode text={uri} />
        </Suspense>
      </Box>
      <Typography variant="body2">
        On this phone? <Link href={uri}>Open it in your app</Link>. Or type this key into it:
      </Typography>
      <Typography component="code" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {grouped(secret, 4)}
      </Typography>
      <Typography variant="body2">2. Enter the code that it shows.</Typography>
      <ProblemMessage error={confirm.error} />
      <TextField
        label="Code of six digits"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
        slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 40 } }}
      />
      <Button type="submit" variant="contained" loading={confirm.isPending}>
        Turn it on
      </Button>
    </Stack>
  );
}
