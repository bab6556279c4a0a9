import { useState } from 'react';

/** A text that lasts as long as the visit: it is there again after the payment page was left. */
export function useVisitText(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => read(key));
  const keep = (next: string) => {
    setText(next);
    write(key, next);
  };
  return [text, keep];
}

// A browser may refuse storage; the text then lasts as long as the page.
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // as said above
  }
}
