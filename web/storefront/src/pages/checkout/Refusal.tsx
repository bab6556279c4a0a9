import { ApiError } from '@startupwebapp/api-client';
import { Link } from 'wouter';
import { Notice } from '../../ui/Notice';

/** Said beside the field already. */
const besideField = ({ errors }: ApiError) => errors.some(({ field }) => field === 'email' || field === 'accept_terms');

function told(error: Error): { title: string; more: string; toCart: boolean } {
  if (error instanceof ApiError && error.code === 'checkout_completed') {
    return { title: 'This order is paid already', more: 'The confirmation comes by e-mail.', toCart: false };
  }
  if (error instanceof ApiError && error.status === 409) {
    return { title: 'Your order needs another look', more: 'Nothing was charged.', toCart: true };
  }
  return { title: 'The payment page could not be opened', more: 'Nothing was charged.', toCart: false };
}

/** Why the checkout was refused. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error || (error instanceof ApiError && besideField(error))) return <div role="alert" />;
  const { title, more, toCart } = told(error);
  return (
    <div role="alert">
      <Notice look="problem" title={title}>
        <p>
          {error.message} {more}
        </p>
        {toCart && (
          <p>
            <Link href="/cart">Look at the cart</Link>
          </p>
        )}
      </Notice>
    </div>
  );
}
