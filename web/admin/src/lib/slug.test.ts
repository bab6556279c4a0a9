import { expect, test } from 'vitest';
import { slugOf } from './slug';

test.each([
  ['Linen shirt, dark blue', 'linen-shirt-dark-blue'],
  ['Crème brûlée & Größe', 'creme-brulee-grosse'],
  ['  --  ', ''],
  ['日本', ''],
  ['a'.repeat(150), 'a'.repeat(100)],
])('%s', (title, slug) => expect(slugOf(title)).toBe(slug));
