import { useStore } from '../api/session';
import { Heading } from '../ui/Heading';
import { usePageMeta } from '../ui/usePageMeta';

/** Plain terms to begin with; a shop replaces them with its own before it opens. */
export default function TermsPage() {
  usePageMeta('Terms');
  const store = useStore();
  const name = store?.name ?? 'the shop';
  const email = store?.support_email;
  return (
    <div className="page prose">
      <Heading>Terms</Heading>
      <h2>Your order</h2>
      <p>
        You buy from {name}. Your order is accepted when the payment has gone through; we confirm it by e-mail. If
        something turns out not to be in stock, we send it later or give back what you paid for it, as you prefer.
      </p>
      <h2>Prices and payment</h2>
      <p>
        The price that you see at the checkout is the price that you pay, delivery included. Payment is taken by Stripe
        on its own page: we never see or keep the number of your card.
      </p>
      <h2>Delivery</h2>
      <p>
        We send to the address that you give when you pay, in the way that you chose in the cart. The page of your order
        shows how far it is.
      </p>
      <h2>Returns</h2>
      <p>
        You can send back what you don’t want to keep within 14 days of its arrival, unused. We refund it to your card.
        Your rights by law, such as those for faulty goods, stay as they are.
      </p>
      <h2>Your data</h2>
      <p>
        We keep what the order needs: your e-mail address, where it goes to and what is in it. We don’t sell it and send
        no advertising that you have not asked for.
      </p>
      {email && (
        <>
          <h2>Questions</h2>
          <p>
            Write to <a href={`mailto:${email}`}>{email}</a>.
          </p>
        </>
      )}
    </div>
  );
}
