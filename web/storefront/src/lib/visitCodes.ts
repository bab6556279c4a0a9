// Codes that links of campaigns and ads carry: which mail, member, prospect or ad led here. They last as long as the
// visit and don't stay in the address, where they would be copied along with it.
const NAMES = ['em_cd', 'mb_cd', 'pr_cd', 'ad_cd'] as const;
const KEY = 'codes';
const FORM = /^[A-Za-z0-9_-]{1,40}$/;

export type VisitCodes = Partial<Record<(typeof NAMES)[number], string>>;

/** The codes of an address, null without any; and the address without them. */
export function splitCodes(address: string): { codes: VisitCodes | null; rest: string } {
  const url = new URL(address);
  const codes: VisitCodes = {};
  if (!NAMES.some((name) => url.searchParams.has(name))) return { codes: null, rest: address };
  for (const name of NAMES) {
    const code = url.searchParams.get(name);
    if (code !== null && FORM.test(code)) codes[name] = code;
  }
  // By hand: URLSearchParams would write the rest of the query in its own way.
  const kept = url.search.slice(1).split('&').filter((part) => !NAMES.some((name) => part.split('=')[0] === name));
  url.search = kept.join('&');
  return { codes: Object.keys(codes).length > 0 ? codes : null, rest: url.href };
}

/** Takes them out of the address that is shown. True: this is the first page of a visit that they led to. */
export function takeCodes(): boolean {
  try {
    const { codes, rest } = splitCodes(location.href);
    if (rest !== location.href) history.replaceState(history.state, '', rest);
    if (codes) sessionStorage.setItem(KEY, JSON.stringify(codes));
    return codes !== null;
  } catch {
    return false; // a browser that keeps nothing: the visit is counted without them
  }
}

export function visitCodes(): VisitCodes {
  try {
    const { codes } = splitCodes(`${location.origin}/?${new URLSearchParams(JSON.parse(sessionStorage.getItem(KEY) ?? '{}'))}`);
    return codes ?? {};
  } catch {
    return {};
  }
}
