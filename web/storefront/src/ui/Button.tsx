import type { ComponentPropsWithRef, MouseEvent } from 'react';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled'> {
  look?: 'primary' | 'secondary' | 'quiet';
  /** Its change is under way. */
  busy?: boolean;
  disabled?: boolean;
}

/** Off by aria-disabled, not by `disabled`: a button that loses the focus while it works strands keyboard users. */
export function Button({
  look = 'primary',
  busy = false,
  disabled = false,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const off = busy || disabled;
  const press = (event: MouseEvent<HTMLButtonElement>) => (off ? event.preventDefault() : onClick?.(event));
  return (
    <button
      {...rest}
      type={type}
      className={`button button-${look} ${rest.className ?? ''}`}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={press}
    />
  );
}
