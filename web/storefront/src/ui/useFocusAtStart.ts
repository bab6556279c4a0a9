import { useEffect, useRef } from 'react';

/** The focus comes to what has taken the place of a form or a button; it needs a tabIndex of -1. */
export function useFocusAtStart<Target extends HTMLElement>() {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
