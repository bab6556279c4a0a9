import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from './Button';
import { Icon } from './Icon';

interface Toast {
  text: string;
  link?: { href: string; text: string };
  action?: { text: string; run: () => void };
}

const SHOWN_MS = 6000;
const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** Shows a short confirmation in a corner and says it politely. */
export const useToast = () => use(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const [held, setHeld] = useState(false);
  const close = () => setToast(null);

  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(() => setToast(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, held]);

  return (
    <ToastContext value={setToast}>
      {children}
      <div
        className="toasts"
        role="status"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {toast && (
          <div className="toast">
            <Icon name="check" />
            <p>{toast.text}</p>
            {toast.link && (
              <Link href={toast.link.href} onClick={close}>
                {toast.link.text}
              </Link>
            )}
            {toast.action && <ToastAction action={toast.action} close={close} />}
            <button type="button" className="icon-button" aria-label="Close this message" onClick={close}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
    </ToastContext>
  );
}

function ToastAction({ action, close }: { action: NonNullable<Toast['action']>; close: () => void }) {
  const run = () => {
    close();
    action.run();
  };
  return (
    <Button look="quiet" onClick={run}>
      {action.text}
    </Button>
  );
}
