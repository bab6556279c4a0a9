import { useAddToCart, useRemoveLine } from '../../api/cart';
import { useMoney } from '../../api/session';
import type { CartLine, CartProblem } from '../../api/store';
import { Button } from '../../ui/Button';
import { errorText } from '../../ui/errorText';
import { LineItem, variantText } from '../../ui/LineItem';
import { MAX_QUANTITY, QuantityStepper } from '../../ui/QuantityStepper';
import { useToast } from '../../ui/Toast';
import { useDraftQuantity } from './useDraftQuantity';

interface CartLineRowProps {
  line: CartLine;
  problems: readonly CartProblem[];
}

export function CartLineRow({ line, problems }: CartLineRowProps) {
  const money = useMoney();
  const draft = useDraftQuantity(line);
  const name = `${line.title}, ${variantText(line)}`;
  const max = line.status === 'back_ordered' ? MAX_QUANTITY : (line.quantity_left ?? MAX_QUANTITY);
  return (
    <LineItem line={line}>
      <p className="line-unit muted">{`${money(line.unit_price)} each`}</p>
      <p className="line-total" aria-busy={draft.busy || undefined}>
        {money(line.unit_price * draft.quantity)}
      </p>
      <div className="line-controls">
        <QuantityStepper
          label={name}
          quantity={draft.quantity}
          max={Math.max(max, line.quantity)}
          onChange={draft.set}
        />
        <RemoveButton line={line} name={name} onPress={draft.drop} />
      </div>
      <div className="line-notes" role="status">
        {problems.map(({ code, message }) => (
          <p key={code} className="line-problem">
            {message}
          </p>
        ))}
        {!problems.some(({ blocks }) => blocks) && <StockNote line={line} />}
        {draft.error && <p className="field-error">{errorText(draft.error, 'quantity')}</p>}
      </div>
    </LineItem>
  );
}

/** What is good to know about a line that can be bought as it stands. */
function StockNote({ line: { status, quantity_left: left, quantity } }: { line: CartLine }) {
  if (status === 'back_ordered') return <p className="muted">Back ordered: sent as soon as it is made</p>;
  if (left !== null && left <= quantity) return <p className="muted">{`Only ${left} left`}</p>;
  return null;
}

interface RemoveButtonProps {
  line: CartLine;
  name: string;
  onPress: () => void;
}

function RemoveButton({ line, name, onPress }: RemoveButtonProps) {
  const remove = useRemoveLine();
  const add = useAddToCart();
  const toast = useToast();
  const putBack = () => add.mutate({ sku: line.sku, quantity: line.quantity });
  // Not by callbacks of mutate(): they are dropped with the row, which goes as soon as the cart has come back.
  const press = async () => {
    onPress();
    try {
      await remove.mutateAsync(line.sku);
      document.querySelector('h1')?.focus({ preventScroll: true });
      toast({ text: `${name} was removed`, action: { text: 'Undo', run: putBack } });
    } catch (error) {
      toast({ text: errorText(error) ?? '' });
    }
  };
  return (
    <Button look="quiet" busy={remove.isPending} onClick={() => void press()}>
      Remove<span className="visually-hidden">{` ${name}`}</span>
    </Button>
  );
}
