import { lazy, Suspense, useState } from 'react';
import { useBeginTwoFactor, useConfirmTwoFactor } from '../../api/member';
import { grouped } from '../../lib/text';
import { Field } from '../../ui/Field';
import { Form } from '../../ui/Form';
import { useFocusAtStart } from '../../ui/useFocusAtStart';
import { PasswordAsked } from './PasswordAsked';

const QrCode = lazy(() => import('./QrCode'));

interface TwoFactorSetUpProps {
  onCodes: (codes: readonly string[]) => void;
}

/** Password, then the secret for the app, then a code as the proof that the app has it. */
export function TwoFactorSetUp({ onCodes }: TwoFactorSetUpProps) {
  const begin = useBeginTwoFactor();
  if (begin.data) return <Secret {...begin.data} onCodes={onCodes} />;
  return (
    <section className="account-section" aria-label="Turn it on">
      <p>It is off. All you need is an authenticator app, such as the one that keeps your other codes.</p>
      <PasswordAsked change={begin} action="Set it up" onPassword={begin.mutate} />
    </section>
  );
}

interface SecretProps extends TwoFactorSetUpProps {
  secret: string;
  uri: string;
}

function Secret({ secret, uri, onCodes }: SecretProps) {
  const [code, setCode] = useState('');
  const confirm = useConfirmTwoFactor();
  const heading = useFocusAtStart<HTMLHeadingElement>();
  const send = () => confirm.mutate(code, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes) });
  return (
    <ol className="account-steps">
      <li>
        <h2 ref={heading} tabIndex={-1}>
          Scan this with your app
        </h2>
        <Suspense fallback={<div className="qr-code" />}>
          <QrCode text={uri} />
        </Suspense>
        <p className="muted">
          On this phone? <a href={uri}>Open it in your app</a>. Or type this key into it:
        </p>
        <p>
          <code className="secret">{grouped(secret, 4)}</code>
        </p>
      </li>
      <li>
        <h2>Enter the code that it shows</h2>
        <Form change={confirm} fields={['code']} action="Turn it on" label="Code" onSubmit={send}>
          {(errorOf) => (
            <Field
              label="Code of six digits"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              autoCapitalize="none"
              spellCheck={false}
              required
              maxLength={40}
              value={code}
              error={errorOf('code')}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Form>
      </li>
    </ol>
  );
}
