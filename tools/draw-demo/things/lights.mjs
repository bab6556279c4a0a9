// The lamp, the candles, the brass.

import { css, hex, mix, times } from '../lib/colour.mjs';
import { shade, unit } from '../lib/light.mjs';
import { lathe } from '../lib/lathe.mjs';
import { fbm, noise, step } from '../lib/noise.mjs';
import { n1 } from '../lib/scene.mjs';
import { latheShadow } from '../lib/shadow.mjs';
import { tube } from '../lib/tube.mjs';
import { glazes, stoneware } from './ceramics.mjs';

const warm = [1.0, 0.66, 0.34];
export const brassMaterial = { albedo: hex('#d0a65a'), metal: 0.85, sharp: 0.35 };

/* A soft round glow over everything drawn so far. */
export function glow(scene, x, y, z, radius, strength, colour = warm, squash = 1) {
    const [cx, cy] = scene.project(x, y, z);
    const r = radius * scene.scale;
    const fill = scene.radial([[0, colour, strength], [0.25, colour, strength * 0.56], [0.5, colour, strength * 0.24], [0.75, colour, strength * 0.07], [1, colour, 0]], { cx, cy, r, stretch: squash });
    scene.add(`<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(r)}" ry="${n1(r * squash)}" fill="${fill}" style="mix-blend-mode:screen"/>`);
}

/* level: how strongly it is lit, 0 to 1. */
export function lamp(scene, { glaze = 'Oat', x = 0, z = 0, level = 0.8, seed = 6, cord = true }) {
    const base = [[5.6, 0], [5.8, 0.06], [6.3, 0.5], [8.3, 3.2], [9.1, 7], [8.3, 11.2], [5.6, 14.8], [2.6, 16.9], [1.5, 17.9], [1.35, 18.6]];
    const low = 22.2, high = 42;
    const shadeProfile = [[14, low], [14, low + 0.01], [12.9, (low + high) / 2 + 1], [11.8, high - 0.01], [11.8, high]];
    latheShadow(scene, { x, z, profile: base, strength: 0.5 });
    latheShadow(scene, { x, z, profile: [[0.1, low - 1], [13, low], [11.5, high]], strength: 0.13 * (1.4 - level) });
    glow(scene, x, 0, z + 1, 30, 0.24 * level, warm, scene.sin * 1.15);
    if (cord) tube(scene, { path: [[x + 3, 0.25, z - 5], [x + 9, 0.25, z - 6.4], [x + 15, 0.25, z - 3.2], [x + 21, 0.25, z - 5.2], [x + 30, 0.25, z - 8]], radius: 0.24, material: () => ({ albedo: hex('#b9a78c') }), occlude: () => 0.85 });
    const lit = { ...scene.light, lamps: [{ at: [x, low - 1, z], colour: warm, power: 120 * level, size: 9 }] };
    const before = scene.light;
    scene.light = lit;
    lathe(scene, { x, z, profile: base, material: stoneware(glaze, { foot: 0.9, rim: 30 }), speckle: glazes[glaze].specks * 1.4, seed, rings: 0.03, ringsPerCm: 1.3 });
    lathe(scene, { x, z, profile: [[1.5, 18.5], [1.55, 18.6], [1.55, 19.3], [0.8, 19.5], [0.75, 23.5]], material: () => brassMaterial, rings: 0, floor: false });
    scene.light = before;

    const glowAt = (h) => 0.55 + 0.75 * Math.exp(-(((h - (low + 8.6)) / 7.6) ** 2));
    const linen = (a, h) => {
        const t = (h - low) / (high - low);
        const slub = 1 + 0.035 * noise(a * 46, h * 0.8, 3) + 0.035 * noise(a * 5, h * 22, 4);
        const bind = t < 0.028 || t > 0.972 ? 0.82 : 1;
        const across = 0.72 + 0.28 * Math.cos(a * 0.9);
        return { albedo: times(hex('#eadfc9'), slub * bind * (1 - 0.4 * level)), glow: times([1.0, 0.755, 0.48], 0.76 * level * glowAt(h) * across * slub * bind) };
    };
    /* the lining, seen from above through the open top */
    const lining = (a, h) => ({ albedo: hex('#f2e7d2'), glow: times([1, 0.82, 0.55], 0.75 * level) });
    lathe(scene, { x, z, profile: shadeProfile, inside: [[11.6, high - 0.02], [11.7, high - 0.5], [12.4, high - 7]], material: linen, insideMaterial: lining, rings: 0, floor: false, seed });
    glow(scene, x, low + 9, z, 40, 0.34 * level);
}

const wax = hex('#dfae54');

/* The foot of a lying candle, cut flat. */
function cutEnd(scene, a, b, dir, radius) {
    const [fx, fy] = scene.project(...a), [gx, gy] = scene.project(...b), r = radius * scene.scale;
    const cut = shade(scene.light, scene.view, unit([-dir[0], 0.1, 0.7]), { albedo: times(wax, 1.05) });
    scene.add(`<g transform="translate(${n1(fx)} ${n1(fy)}) rotate(${n1((Math.atan2(gy - fy, gx - fx) * 180) / Math.PI)})"><ellipse rx="${n1(r * 0.46)}" ry="${n1(r * 0.995)}" fill="${css(cut)}"/><ellipse rx="${n1(r * 0.09)}" ry="${n1(r * 0.14)}" fill="${css(hex('#efe6d2'))}"/></g>`);
}

/* One taper standing (or lying: give path). */
export function taper(scene, { path, radius = 1.05, lit = false, seed = 1, wick = true, occlude = null }) {
    const [a, b] = [path[0], path[path.length - 1]];
    const along = b.map((c, d) => c - a[d]), length = Math.hypot(...along), dir = times(along, 1 / length);
    tube(scene, {
        path, straight: true, occlude,
        radius: (t) => radius * (1 - 0.28 * t) * (1 - 0.55 * step(1 - 1.1 / length, 1.02, t) ** 2) * (1 + 0.012 * noise(t * 26, seed, 5)),
        material: (t, angle) => ({
            albedo: times(mix(wax, hex('#f1cf86'), 0.25 * step(0.7, 1, t)), 1 + 0.05 * fbm(t * 14, angle * 2, seed, 3)),
            gloss: 0.22, sharp: 0.05, velvet: 0.18,
            glow: lit ? times([1, 0.62, 0.22], 0.50 * step(1 - 7 / length, 1, t) ** 1.6) : null,
        }),
    });
    if (Math.abs(dir[1]) < 0.5) cutEnd(scene, a, b, dir, radius);
    if (!wick) return;
    const top = b.map((c, d) => c - dir[d] * 0.12), end = b.map((c, d) => c + dir[d] * 1.1 + (d === 0 ? 0.14 : 0));
    tube(scene, { path: [top, b.map((c, d) => c + dir[d] * 0.6), end], radius: 0.09, material: () => ({ albedo: lit ? hex('#2b211b') : hex('#e9dfca') }) });
}

export function flame(scene, x, y, z, size = 1) {
    const [px, py] = scene.project(x, y, z);
    const k = scene.scale * size;
    const drop = (w, h, up) => `M${n1(px)} ${n1(py - up)}C${n1(px + w)} ${n1(py - up - h * 0.08)} ${n1(px + w * 0.92)} ${n1(py - up - h * 0.52)} ${n1(px + w * 0.08)} ${n1(py - up - h)}C${n1(px - w * 0.86)} ${n1(py - up - h * 0.52)} ${n1(px - w)} ${n1(py - up - h * 0.08)} ${n1(px)} ${n1(py - up)}z`;
    const body = scene.linear([[0, [1, 0.72, 0.25], 0.85], [0.35, [1, 0.82, 0.42]], [0.7, [1, 0.9, 0.62]], [0.88, [1, 0.8, 0.4], 0.85], [1, [0.25, 0.35, 0.9], 0.35]], { x1: 0, y1: 0, x2: 0, y2: 1 });
    scene.add(`<path d="${drop(k * 0.62, k * 2.5, -k * 0.1)}" fill="${css([1, 0.5, 0.12])}" opacity=".35" filter="${scene.blur(k * 0.22)}"/>`,
        `<path d="${drop(k * 0.44, k * 2.2, 0)}" fill="${body}" filter="${scene.blur(Math.max(1, k * 0.045))}"/>`,
        `<path d="${drop(k * 0.22, k * 1.35, k * 0.3)}" fill="#fffbe8" opacity=".95" filter="${scene.blur(k * 0.08)}"/>`);
}

/* The low brass holder; returns the height at which a taper stands. */
export function holder(scene, { x = 0, z = 0, empty = true, angle = -0.1, handle = false }) {
    const profile = [[3.0, 0], [3.1, 0.05], [3.4, 0.3], [5.2, 0.85], [5.5, 1.2], [5.5, 1.35]];
    const dish = [[5.28, 1.35], [5.1, 1.1], [4.2, 0.82], [2.6, 0.72], [0.02, 0.7]];
    latheShadow(scene, { x, z, profile, strength: 0.5 });
    lathe(scene, { x, z, profile, inside: dish, material: () => brassMaterial, rings: 0.015, ringsPerCm: 6, floor: false, seed: 3 });
    const cup = [[1.9, 0.72], [1.85, 0.8], [1.25, 1.3], [1.15, 1.9], [1.45, 2.5], [1.5, 4.1], [1.62, 4.3], [1.62, 4.4]];
    const [cx, cy] = scene.project(x + 1.1, 0.75, z);
    scene.add(`<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(scene.scale * 2.6)}" ry="${n1(scene.scale * 2.2 * scene.sin)}" fill="${css(hex('#4d3310'))}" opacity=".34" filter="${scene.blur(scene.scale * 0.2)}"/>`);
    lathe(scene, { x, z, profile: cup, inside: [[1.2, 4.38], [1.12, 4.2], [1.1, 2.4], [0.02, 2.2]], material: () => brassMaterial, insideMaterial: () => ({ ...brassMaterial, metal: 0.6, albedo: times(brassMaterial.albedo, 0.5) }), rings: 0.01, ringsPerCm: 7, floor: false, seed: 4 });
    return 4.3;
}
