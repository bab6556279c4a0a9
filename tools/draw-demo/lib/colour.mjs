// Colours as linear RGB triples, so that light adds up as it does in a room; CSS only at the very end.

const toLinear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toSrgb = (c) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);

export function hex(text) {
    const n = parseInt(text.slice(1), 16);
    return [n >> 16, (n >> 8) & 255, n & 255].map((c) => toLinear(c / 255));
}

/* A gentle shoulder above 0.8 keeps highlights from clipping to flat white. */
const shoulder = (c) => (c <= 0.8 ? c : 0.8 + 0.2 * (1 - Math.exp(-(c - 0.8) / 0.2)));

export function css(rgb, alpha = 1) {
    const [r, g, b] = rgb.map((c) => (255 * toSrgb(shoulder(Math.max(0, c)))).toFixed(1));
    return alpha === 1 ? `rgb(${r} ${g} ${b})` : `rgb(${r} ${g} ${b}/${alpha.toFixed(3)})`;
}

export const mix = (a, b, t) => a.map((c, i) => c + (b[i] - c) * t);
export const times = (a, k) => a.map((c, i) => c * (Array.isArray(k) ? k[i] : k));
export const plus = (a, b) => a.map((c, i) => c + b[i]);
