import createCache from '@emotion/cache';

/**
 * Rules go into the sheet of an empty style element (speedy), never into its text: the Content-Security-Policy allows
 * the element by the hash of nothing, and no inline styles besides.
 */
export const styleCache = createCache({ key: 'a', speedy: true, prepend: true });
