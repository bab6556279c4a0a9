import { useId } from 'react';
import type { Product } from '../../api/store';
import { valueState, type Choice, type ValueState } from '../../lib/optionMatrix';

interface OptionPickerProps {
  option: Product['options'][number];
  skus: Product['skus'];
  chosen: Choice;
  onPick: (name: string, value: string) => void;
}

const SPOKEN: Record<ValueState, string> = {
  available: '',
  sold_out: ' (sold out)',
  missing: ' (not in this combination)',
};

/** Radio buttons that look like tiles; the browser gives them the arrow keys and screen readers their group. */
export function OptionPicker({ option: { name, values }, skus, chosen, onPick }: OptionPickerProps) {
  const group = useId();
  return (
    <fieldset className="options">
      <legend>
        {name}: <span className="options-chosen">{chosen[name]}</span>
      </legend>
      {values.map((value) => {
        const state = valueState(skus, chosen, name, value);
        return (
          <label key={value} className={`option option-${state}`}>
            <input
              type="radio"
              name={group}
              value={value}
              checked={chosen[name] === value}
              onChange={() => onPick(name, value)}
            />
            <span>
              {value}
              <span className="visually-hidden">{SPOKEN[state]}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
