import { useEffect, useRef } from 'react';

/** After "Show more" the focus goes on with the first item of the list that was not there before. */
export function useFocusOnNewItems<List extends HTMLElement>(pages: number, items: number) {
  const list = useRef<List>(null);
  const before = useRef({ pages, items });
  useEffect(() => {
    const grown = pages === before.current.pages + 1 && before.current.pages > 0;
    const first = list.current?.children[before.current.items];
    before.current = { pages, items };
    if (grown) first?.querySelector('a')?.focus({ preventScroll: true });
  }, [pages, items]);
  return list;
}
