import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useStore } from '../../api/session';
import { Button } from '../../ui/Button';
import { Heading } from '../../ui/Heading';

/** The one frame of all outcomes: what happened, what it means, where to go. */
function Outcome({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="page empty outcome">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

const ToCart = () => (
  <Link href="/cart" className="button button-primary">
    Back to the cart
  </Link>
);

export function Waiting() {
  return (
    <Outcome title="Confirming your payment">
      <p role="status">This takes a few seconds. Please stay on this page.</p>
      <span className="progress" aria-hidden="true" />
    </Outcome>
  );
}

interface NotConfirmedProps {
  /** The payment page, while it is still open. */
  url: string | null;
  askAgain: () => void;
  busy: boolean;
}

export function NotConfirmed({ url, askAgain, busy }: NotConfirmedProps) {
  const email = useStore()?.support_email;
  return (
    <Outcome title="We have not heard of your payment yet">
      <p>
        If you have paid, your order is safe: it is made as soon as the payment arrives, and the confirmation comes by
        e-mail.
      </p>
      <div className="actions">
        <Button busy={busy} onClick={askAgain}>
          Check again
        </Button>
        {url && (
          <a href={url} className="button button-secondary">
            Go on paying
          </a>
        )}
        <Link href="/cart" className="button button-secondary">
          Back to the cart
        </Link>
      </div>
      {email && (
        <p className="muted">
          Questions? Write to <a href={`mailto:${email}`}>{email}</a>.
        </p>
      )}
    </Outcome>
  );
}

export function OnItsWay() {
  return (
    <Outcome title="Thank you, your payment is on its way">
      <p>
        Your bank takes a few days to send it. We confirm the order by e-mail as soon as it arrives and keep the goods
        for you until then.
      </p>
      <Link href="/" className="button button-primary">
        Back to the shop
      </Link>
    </Outcome>
  );
}

export function Failed() {
  return (
    <Outcome title="The payment did not go through">
      <p>Nothing was charged. You can try again, or pay in another way.</p>
      <ToCart />
    </Outcome>
  );
}

export function Expired() {
  return (
    <Outcome title="The payment page has expired">
      <p>Nothing was charged. You can start again from your cart.</p>
      <ToCart />
    </Outcome>
  );
}
