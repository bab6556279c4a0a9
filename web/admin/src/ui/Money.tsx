import { useMoney } from '../api/hooks';

/** Minor units as an amount of the store's currency. */
export function Money({ minor }: { minor: number }) {
  const format = useMoney();
  return <span className="money">{format(minor)}</span>;
}
