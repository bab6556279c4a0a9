// Repeatable randomness: the same seed draws the same picture.

export function random(seed) {
    let a = seed >>> 0;
    return () => {
        a = (a + 0x6d2b79f5) >>> 0;
        let t = Math.imul(a ^ (a >>> 15), 1 | a);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

function hash(x, y, seed) {
    let h = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1274126177);
    h = Math.imul(h ^ (h >>> 13), 1274126177);
    return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

export const smooth = (t) => t * t * (3 - 2 * t);
export const clamp = (x, low = 0, high = 1) => Math.min(high, Math.max(low, x));
export const step = (a, b, x) => smooth(clamp((x - a) / (b - a)));

/* Value noise, -1..1. */
export function noise(x, y = 0, seed = 1) {
    const ix = Math.floor(x), iy = Math.floor(y);
    const u = smooth(x - ix), v = smooth(y - iy);
    const top = hash(ix, iy, seed) * (1 - u) + hash(ix + 1, iy, seed) * u;
    const low = hash(ix, iy + 1, seed) * (1 - u) + hash(ix + 1, iy + 1, seed) * u;
    return (top * (1 - v) + low * v) * 2 - 1;
}

export function fbm(x, y, seed = 1, octaves = 4) {
    let sum = 0, gain = 0.5;
    for (let i = 0; i < octaves; i++, gain /= 2)
        sum += gain * noise(x * 2 ** i, y * 2 ** i, seed + i);
    return sum;
}
