// Texts that last as long as the visit. A browser may refuse storage; they then last as long as the page.
const PREFIX = 'visit-';

export function readVisitText(key: string): string {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? '';
  } catch {
    return '';
  }
}

export function writeVisitText(key: string, text: string): void {
  try {
    sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // as said above
  }
}

/** For somebody else who uses the same window. */
export function forgetVisitTexts(): void {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) sessionStorage.removeItem(key);
  } catch {
    // as said above
  }
}
