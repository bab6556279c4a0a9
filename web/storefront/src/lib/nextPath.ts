/** Where somebody who has to log in first wanted to go; what is not a path of this site is ignored. */
export function nextPath(next: string | null, origin: string): string | undefined {
  if (!next || !/^\/(?![/\\])/.test(next)) return undefined;
  // As a browser reads it: it drops tabs and line breaks, and takes a backslash for a slash.
  if (!URL.canParse(next, origin)) return undefined;
  const url = new URL(next, origin);
  if (url.origin !== origin || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}

/** Pages that somebody who has just logged in does not want to see again. */
const ENTRY = ['/login', '/register', '/forgot-username', '/forgot-password', '/reset-password'];

export const isEntry = (path: string) => ENTRY.some((entry) => path === entry || path.startsWith(`${entry}/`));

/** The address of an entry page that leads on to `next`. */
export const withNext = (page: string, next: string | undefined) =>
  next === undefined ? page : `${page}?next=${encodeURIComponent(next)}`;
