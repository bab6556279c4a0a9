import { useInput, ValidationError } from 'react-admin';
import { useSettings } from '../../api/hooks';
import type { Field, Value } from '../../api/schema';
import { FieldControl } from './FieldControl';
import { check } from './convert';
import type { Draft } from './invalid';

interface FieldInputProps {
  field: Field;
  isNew: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
}

const asIs = <T,>(value: T): T => value;

/** The form moves the focus to the first wrong field. */
const focusable = (box: HTMLElement) => ({
  focus: () => box.querySelector<HTMLElement>('input:not([hidden]), textarea, [role=combobox], button')?.focus(),
});

/** A field of an object in a form; its errors stand below it, also those of the API. */
export function FieldInput({ field, isNew, disabled = false, autoFocus = false }: FieldInputProps) {
  const { currency_exponent: exponent } = useSettings();
  const {
    field: input,
    fieldState: { error },
  } = useInput({
    source: `values.${field.name}`,
    format: asIs,
    parse: asIs,
    validate: (value: Draft) => check(field, value, isNew, exponent),
  });
  return (
    <div ref={(box) => input.ref(box && focusable(box))}>
      <FieldControl
        field={isNew || field.type !== 'password' ? field : { ...field, required: false }}
        value={input.value as Draft}
        onChange={(value) => input.onChange(value as Value)}
        onBlur={input.onBlur}
        error={error?.message ? <ValidationError error={error.message} /> : undefined}
        disabled={disabled}
        {...(isNew && !field.required ? { unset: 'As usual' } : {})}
        autoFocus={autoFocus}
      />
    </div>
  );
}
