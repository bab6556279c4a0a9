/** Where somebody who has to log in first wanted to go; what is not a path of this site is ignored. */
export function nextPath(next: string | null, origin: string): string | undefined {
  if (!next || !/^\/(?![/\\])/.test(next)) return undefined;
  // As a browser reads it: it drops tabs and line breaks, and takes a backslash for a slash.
  if (!URL.canParse(next, origin)) return undefined;
  const url = new URL(next, origin);
  if (url.origin !== origin || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}
