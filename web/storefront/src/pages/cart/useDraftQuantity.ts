import { useCallback, useEffect, useRef, useState } from 'react';
import { useSetQuantity } from '../../api/cart';
import type { CartLine } from '../../api/store';

/** Presses of the stepper within this time are one change. */
const PAUSE_MS = 350;

/** The quantity as the customer sees it: at once what was picked, the server's again when that could not be kept. */
export function useDraftQuantity({ sku, quantity }: CartLine) {
  const [draft, setDraft] = useState<number | null>(null);
  const unsent = useRef<number | null>(null);
  const { mutate, reset, isPending, error } = useSetQuantity();

  const keep = (next: number | null) => {
    unsent.current = next;
    setDraft(next);
  };
  const send = useCallback(() => {
    const picked = unsent.current;
    if (picked === null) return;
    unsent.current = null;
    const forget = () => {
      if (unsent.current === picked) unsent.current = null;
      setDraft((now) => (now === picked ? null : now));
    };
    mutate({ sku, quantity: picked }, { onSettled: forget });
  }, [sku, mutate]);

  useEffect(() => {
    if (draft === null || isPending) return;
    const timer = setTimeout(send, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, isPending, send]);
  // Whoever leaves the page within the pause meant what was picked.
  useEffect(() => send, [send]);

  const set = (next: number) => {
    if (isPending) return keep(next);
    reset();
    keep(next === quantity ? null : next);
  };
  /** For a line that is being removed: a quantity sent after that would bring it back. */
  const drop = () => keep(null);
  return { quantity: draft ?? quantity, set, drop, busy: draft !== null, error };
}
