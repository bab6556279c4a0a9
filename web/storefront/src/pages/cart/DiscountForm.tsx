import { useState, type SubmitEvent } from 'react';
import { useAddDiscount, useRemoveDiscount } from '../../api/cart';
import { useMoney } from '../../api/session';
import type { Cart } from '../../api/store';
import { Button } from '../../ui/Button';
import { errorText } from '../../ui/errorText';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';

export function DiscountForm({ cart }: { cart: Cart }) {
  const [code, setCode] = useState('');
  const add = useAddDiscount();

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (add.isPending || code.trim() === '') return;
    add.mutate(code.trim(), { onSuccess: () => setCode('') });
  };
  return (
    <div className="discounts">
      <form onSubmit={submit}>
        <Field
          label="Discount code"
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={50}
          value={code}
          error={errorText(add.error, 'code')}
          onChange={(event) => {
            setCode(event.target.value);
            add.reset();
          }}
        />
        <Button look="secondary" type="submit" busy={add.isPending}>
          Apply
        </Button>
      </form>
      <div role="status">
        <ul className="discount-list">
          {cart.discounts.map((discount) => (
            <DiscountRow
              key={discount.code}
              discount={discount}
              message={cart.problems.find((problem) => problem.discount === discount.code)?.message}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}

interface DiscountRowProps {
  discount: Cart['discounts'][number];
  message: string | undefined;
}

function DiscountRow({ discount: { code, title, amount, applied }, message }: DiscountRowProps) {
  const money = useMoney();
  const remove = useRemoveDiscount();
  return (
    <li className="discount">
      <div>
        <strong>{code}</strong>
        <span className="muted">{title}</span>
        {!applied && <span className="line-problem">{message ?? 'Not applied to this cart.'}</span>}
        {remove.error && (
          <span className="field-error" role="alert">
            {errorText(remove.error)}
          </span>
        )}
      </div>
      {applied && <span>{`\u2212${money(amount)}`}</span>}
      <button
        type="button"
        className="icon-button"
        aria-label={`Remove the discount ${code}`}
        aria-disabled={remove.isPending || undefined}
        onClick={() => !remove.isPending && remove.mutate(code)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
