// The shop's mark: a quill that is also a blade of moor grass, rising from a low hill. The same shapes as in logo.svg.

import { n1 } from '../lib/scene.mjs';

const feather = 'M-4 46C-6 20 2 -22 30 -50C34 -20 24 14 2 34Q-1 38 -4 46z';
const rib = 'M-8 50C-4 24 8 -14 27 -44';
const hill = 'M-46 50C-28 36 -16 36 -2 44S30 52 46 44';

/* Centred on (x, y), about size high. */
export function mark(x, y, size, colour, opacity = 1) {
    const k = size / 104;
    return `<g transform="translate(${n1(x)} ${n1(y)}) scale(${k.toFixed(3)})" fill="none" stroke="${colour}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round" opacity="${opacity}"><path d="${feather}"/><path d="${rib}" stroke-width="4"/><path d="${hill}"/></g>`;
}
