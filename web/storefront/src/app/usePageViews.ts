import { useEffect, useRef } from 'react';
import { tellPageView } from '../api/events';
import type { Store } from '../api/store';

/** Tells the shop of each page, once the session's cookies are here, and with them what the shop wants to hear. */
export function usePageViews(path: string, store: Store | undefined): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (!store || told.current === path) return;
    told.current = path;
    tellPageView(path, store);
  }, [path, store]);
}
