import { useState } from 'react';
import { readVisitText, writeVisitText } from '../lib/visitText';

/** A text that lasts as long as the visit: it is there again after the payment page was left. `first` until it is typed. */
export function useVisitText(key: string, first: string | undefined): [string, (text: string) => void] {
  const [typed, setTyped] = useState(() => readVisitText(key) || undefined);
  const keep = (next: string) => {
    setTyped(next);
    writeVisitText(key, next);
  };
  return [typed ?? first ?? '', keep];
}
