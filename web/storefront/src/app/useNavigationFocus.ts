import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';

/**
 * After a navigation to another path: scroll to the top (going back, the browser restores the place itself) and put
 * the focus on <main>, from where <Heading> takes it. Who is typing in the search box keeps the focus there.
 */
export function useNavigationFocus(main: RefObject<HTMLElement | null>): string {
  const [path] = useLocation();
  const shown = useRef(path);
  const travelled = useRef(false);

  useEffect(() => {
    const onTravel = () => {
      travelled.current = true;
    };
    window.addEventListener('popstate', onTravel);
    return () => window.removeEventListener('popstate', onTravel);
  }, []);

  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (!travelled.current) window.scrollTo(0, 0);
    travelled.current = false;
    if (document.activeElement instanceof HTMLInputElement) return;
    (main.current?.querySelector('h1') ?? main.current)?.focus({ preventScroll: true });
  }, [path, main]);

  return path;
}
