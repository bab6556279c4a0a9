import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Icon } from '../ui/Icon';

const PAUSE_MS = 250;

const searchHref = (words: string) => `/search?q=${encodeURIComponent(words)}`;

/** Searches while one types: the first letters open the results page, the next ones replace it. */
export function SearchBox() {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const shown = path === '/search' ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const words = typed ?? shown;

  useEffect(() => {
    if (typed === null || typed.trim() === shown) return;
    if (typed.trim() === '' && path !== '/search') return;
    const timer = setTimeout(() => navigate(searchHref(typed.trim()), { replace: path === '/search' }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, shown, path, navigate]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTyped(null);
    navigate(searchHref(words.trim()), { replace: path === '/search' });
    input.current?.blur();
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  };

  return (
    <form className="search-box" role="search" action="/search" onSubmit={submit}>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        name="q"
        aria-label="Search the shop"
        placeholder="Search"
        maxLength={200}
        autoComplete="off"
        value={words}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
      />
    </form>
  );
}
