import { useState } from 'react';
import { Icon } from './Icon';

export const MAX_QUANTITY = 99;

interface QuantityStepperProps {
  /** What is counted, for those who can't see it: "Mug, Sand". */
  label: string;
  quantity: number;
  max?: number;
  onChange: (quantity: number) => void;
}

export function QuantityStepper({ label, quantity, max = MAX_QUANTITY, onChange }: QuantityStepperProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const limit = Math.max(1, max);

  const step = (by: number) => {
    const next = Math.min(limit, Math.max(1, quantity + by));
    setTyped(null);
    if (next !== quantity) onChange(next);
  };
  const type = (text: string) => {
    const wanted = Number(text);
    const fits = Number.isInteger(wanted) && wanted >= 1 && wanted <= limit;
    setTyped(fits ? null : text);
    if (fits && wanted !== quantity) onChange(wanted);
  };

  return (
    <div className="stepper" role="group" aria-label={`Quantity of ${label}`}>
      <StepButton icon="minus" label="One less" off={quantity <= 1} onPress={() => step(-1)} />
      <input
        type="number"
        inputMode="numeric"
        aria-label="Quantity"
        min={1}
        max={limit}
        value={typed ?? quantity}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <StepButton icon="plus" label="One more" off={quantity >= limit} onPress={() => step(1)} />
    </div>
  );
}

interface StepButtonProps {
  icon: 'plus' | 'minus';
  label: string;
  off: boolean;
  onPress: () => void;
}

function StepButton({ icon, label, off, onPress }: StepButtonProps) {
  return (
    <button type="button" aria-label={label} aria-disabled={off || undefined} onClick={() => !off && onPress()}>
      <Icon name={icon} />
    </button>
  );
}
