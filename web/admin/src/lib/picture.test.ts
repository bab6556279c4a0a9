import { expect, test } from 'vitest';
import { widthsFor } from './picture';

test.each([
  [4000, [400, 800, 1600]],
  [1600, [400, 800, 1600]],
  [1200, [400, 800, 1200]],
  [800, [400, 800]],
  [401, [400, 401]],
  [400, [400]],
  [1, [1]],
])('%d pixels wide', (natural, widths) => expect(widthsFor(natural)).toEqual(widths));
