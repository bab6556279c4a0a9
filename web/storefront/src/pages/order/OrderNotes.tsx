import { useStore } from '../../api/session';
import type { Order } from '../../api/store';
import { Notice } from '../../ui/Notice';

const PAYMENT_NOTES: Partial<Record<Order['payment_status'], string>> = {
  refunded: 'The payment was refunded.',
  partially_refunded: 'Part of the payment was refunded.',
  disputed: 'The payment is disputed with the bank.',
};

export function OrderNotes({ order }: { order: Order }) {
  const support = useStore()?.support_email;
  const { payment_status, on_hold, short, email, status } = order;
  const payment = PAYMENT_NOTES[payment_status];
  const good = payment_status === 'paid' || payment_status === 'no_payment_required';
  return (
    <div className="notes">
      {good && status === 'accepted' && (
        <Notice look="good" title="Thank you for your order">
          {email ? (
            <>
              The confirmation goes to <strong>{email}</strong>.
            </>
          ) : (
            'The confirmation comes by e-mail.'
          )}
        </Notice>
      )}
      {payment && <Notice>{payment}</Notice>}
      {on_hold && (
        <Notice title="We take another look at this order">
          Before it is sent we check it. You need not do anything; we write if we have a question.
        </Notice>
      )}
      {short && (
        <Notice title="Something in it is not in stock">
          We send it as soon as it is here, or give back what you paid for it.
          {support && (
            <>
              {' '}
              Tell us what you prefer: <a href={`mailto:${support}`}>{support}</a>.
            </>
          )}
        </Notice>
      )}
    </div>
  );
}
