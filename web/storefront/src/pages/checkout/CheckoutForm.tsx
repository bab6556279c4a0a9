import { ApiError } from '@startupwebapp/api-client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import { useStartCheckout } from '../../api/checkout';
import { sessionQuery, useMoney } from '../../api/session';
import type { Cart } from '../../api/store';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/CheckField';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { useVisitText } from '../../ui/useVisitText';
import { Refusal } from './Refusal';

interface Mistakes {
  email?: string | undefined;
  terms?: string | undefined;
}

/** Enough to catch a slip; the server decides. */
const LOOKS_LIKE_EMAIL = /^\S+@\S+\.\S+$/;

export function CheckoutForm({ cart }: { cart: Cart }) {
  const money = useMoney();
  const member = useQuery(sessionQuery).data?.member;
  const [email, setEmail] = useVisitText('email', member?.email);
  const [terms, setTerms] = useState(false);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const form = useRef<HTMLFormElement>(null);
  const start = useStartCheckout();
  const leaving = start.isPending || start.isSuccess;
  useComingBack(start.reset);

  const fieldError = (name: string) => (start.error instanceof ApiError ? start.error.field(name) : undefined);
  const emailError = mistakes.email ?? fieldError('email');
  const termsError = mistakes.terms ?? fieldError('accept_terms');
  useEffect(() => {
    if (emailError ?? termsError) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [emailError, termsError]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (leaving) return;
    const found = check(email, terms);
    setMistakes(found);
    if (found.email ?? found.terms) return;
    start.mutate(
      { email: email.trim(), accept_terms: true, total: cart.totals.total },
      { onSuccess: ({ url }) => window.location.assign(url) },
    );
  };

  return (
    <form ref={form} className="checkout-form" noValidate onSubmit={submit}>
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        hint="For the confirmation and news about this order, nothing else."
        value={email}
        error={emailError}
        onChange={(event) => {
          setEmail(event.target.value);
          setMistakes({ ...mistakes, email: undefined });
          start.reset();
        }}
      />
      <CheckField
        label={
          <>
            I accept the <Link href="/terms">terms</Link>
          </>
        }
        name="accept_terms"
        required
        checked={terms}
        error={termsError}
        onChange={(event) => {
          setTerms(event.target.checked);
          setMistakes({ ...mistakes, terms: undefined });
          start.reset();
        }}
      />
      <Refusal error={start.error} />
      <Button type="submit" className="wide" busy={leaving}>
        <Icon name="lock" />
        {leaving ? 'Opening the payment page' : `Pay ${money(cart.totals.total)}`}
      </Button>
      <p className="hint">You give your address and pay on the next page, at Stripe. We never see your card.</p>
    </form>
  );
}

function check(email: string, terms: boolean): Mistakes {
  return {
    email: LOOKS_LIKE_EMAIL.test(email.trim()) ? undefined : 'Please enter your e-mail address.',
    terms: terms ? undefined : 'Please accept the terms to go on.',
  };
}

/** Going back from the payment page may bring this page back as it was left, with a button that still waits. */
function useComingBack(reset: () => void) {
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) reset();
    };
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [reset]);
}
