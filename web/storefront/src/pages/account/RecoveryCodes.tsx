import { useStore } from '../../api/session';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useToast } from '../../ui/Toast';
import { useFocusAtStart } from '../../ui/useFocusAtStart';

interface RecoveryCodesProps {
  codes: readonly string[];
  onDone: () => void;
}

/** Shown once. Each opens the account once when the phone is lost. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const store = useStore();
  const toast = useToast();
  const heading = useFocusAtStart<HTMLHeadingElement>();

  const text = `Recovery codes for ${store?.name ?? 'the shop'}, each for one login:\n\n${codes.join('\n')}\n`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: 'The codes are copied' });
    } catch {
      toast({ text: 'Your browser did not let us copy them. Please select them.' });
    }
  };

  return (
    <section className="account-section recovery" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" ref={heading} tabIndex={-1}>
        Your recovery codes
      </h2>
      <Notice look="good" title="Keep them in a safe place, not on your phone">
        Each opens your account once, should the app be lost. We can’t show them again.
      </Notice>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button look="secondary" onClick={() => void copy()}>
          Copy
        </Button>
        <Button look="secondary" onClick={() => download('recovery-codes.txt', text)}>
          Download
        </Button>
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
      </div>
      <Button onClick={onDone}>I have kept them</Button>
    </section>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
