import { useEffect } from 'react';
import { useStore } from '../api/session';

/** The document's title and description while this page is shown. No title: the store's own. */
export function usePageMeta(title?: string, description?: string): void {
  const store = useStore();
  const name = store?.name ?? 'Shop';
  const tagline = store?.tagline ?? '';
  useEffect(() => {
    const own = [name, tagline].filter(Boolean).join(': ');
    document.title = title ? `${title} | ${name}` : own;
    document.querySelector('meta[name="description"]')?.setAttribute('content', description || own);
  }, [name, tagline, title, description]);
}
