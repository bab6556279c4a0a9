// A notebook lying open: two blocks of pages that curve into the gutter.

import { css, hex, times } from '../lib/colour.mjs';
import { curve } from '../lib/curve.mjs';
import { shade, unit } from '../lib/light.mjs';
import { n1, points } from '../lib/scene.mjs';
import { onPlane, rounded, slab } from '../lib/slab.mjs';
import { texture } from '../lib/textile.mjs';
import { cloths } from './stationery.mjs';

const cream = hex('#f4ecdb');

/* The height of the page block at u, -1 at the left edge, 0 in the gutter, 1 at the right edge. */
const rise = (u) => { const a = Math.abs(u); return 0.30 + 1.15 * (a < 0.16 ? Math.sqrt(1 - (1 - a / 0.16) ** 2) : 1) - 0.35 * Math.max(0, a - 0.16); };

export function openBook(scene, { colour = 'Ink', w = 29, d = 20.4, angle = -8, x = 0, z = 0 }) {
    slab(scene, { outline: rounded(w + 0.8, d + 0.8, 0.5), x, z, angle, height: 0.25, material: { albedo: cloths[colour], velvet: 0.15 }, edgeLight: 0.1,
        top: texture(scene, 'linen', { x: -w * scene.scale / 2 - 30, y: -d * scene.scale / 2 - 30, width: w * scene.scale + 60, height: d * scene.scale + 60, strength: 0.7 }) });
    const a = (angle * Math.PI) / 180, c = Math.cos(a), s = Math.sin(a);
    const at = (u, v, lift = 0) => { const px = (u * w) / 2, pz = (v * d) / 2; return [x + px * c - pz * s, 0.25 + rise(u) + lift, z + px * s + pz * c]; };
    const flat = (u, v) => { const [px, , pz] = at(u, v); return scene.project(px, 0.25, pz); };
    const steps = 120;
    /* the edge of the leaves towards the viewer */
    const front = [], below = [];
    for (let i = 0; i <= steps; i++) { const u = -1 + (2 * i) / steps; front.push(scene.project(...at(u, 1))); below.unshift(flat(u, 1)); }
    const edge = shade(scene.light, scene.view, [0, 0, 1], { albedo: cream });
    scene.add(`<polygon points="${points([...front, ...below])}" fill="${css(times(edge, 0.9))}"/>`);
    for (let k = 1; k < 15; k++) {
        const line = [];
        for (let i = 0; i <= steps; i++) { const u = -1 + (2 * i) / steps; const [px, py, pz] = at(u, 1); line.push(scene.project(px, 0.25 + ((py - 0.25) * k) / 15, pz)); }
        scene.add(`<polyline points="${points(line)}" fill="none" stroke="#8d7c62" stroke-width=".9" opacity=".5"/>`);
    }
    /* the pages, in strips that follow the curve */
    const strips = [];
    for (let i = 0; i < steps; i++) {
        const u = -1 + (2 * i) / steps, v = u + 2 / steps, slope = ((rise(v) - rise(u)) / (v - u)) * (2 / w);
        const n = unit([-slope * c, 1, -slope * s]);
        const gutter = 1 - 0.42 * Math.exp(-Math.abs(u + 1 / steps) / 0.05);
        const lit = shade(scene.light, scene.view, n, { albedo: cream }, gutter);
        const [p, q, r, t] = [at(u, -1), at(v + 0.004, -1), at(v + 0.004, 1), at(u, 1)].map((one) => scene.project(...one));
        strips.push(`<polygon points="${points([p, q, r, t])}" fill="${css(lit)}"/>`);
    }
    scene.add(`<g>${strips.join('')}</g>`);
    const dots = [];
    for (let col = -27; col <= 27; col++)
        for (let row = -18; row <= 18; row++) {
            const u = (col * 0.5 + Math.sign(col || 1) * 0.3) / (w / 2);
            if (Math.abs(u) < 0.05 || Math.abs(u) > 0.955) continue;
            const [px, py] = scene.project(...at(u, (row * 0.5) / (d / 2)));
            dots.push(`<circle cx="${n1(px)}" cy="${n1(py)}" r="1.5"/>`);
        }
    scene.add(`<g fill="#8b8375" opacity=".62">${dots.join('')}</g>`);
    scene.add(onPlane(scene, [x, 1.4, z], [c, 0, s], [-s, 0, c], sketch(scene)));
    const line = curve([at(0.012, -1, 0.05), at(0.02, -0.3, 0.25), at(0.035, 0.4, 0.4), at(0.05, 1.0, 0.15)], 20).map((p) => scene.project(...p));
    const end = scene.project(...(([px, , pz]) => [px + 0.5, 0.05, pz + 2.6])(at(0.05, 1)));
    line.push(end);
    scene.add(`<polyline points="${points(line)}" transform="translate(6 4)" fill="none" stroke="#2a1f16" stroke-width="19" opacity=".25" filter="${scene.blur(4)}"/>`,
        `<polyline points="${points(line)}" fill="none" stroke="${css(hex('#c08a3e'))}" stroke-width="19" stroke-linejoin="round"/>`,
        `<polyline points="${points(line)}" fill="none" stroke="#fff" stroke-width="2" opacity=".25" transform="translate(-5 0)"/>`);
}

/* A pencil drawing of a jug and two lines of notes on the left page. */
function sketch(scene) {
    const k = scene.scale;
    const jug = 'M-1.5 -3.4C-1.2 -2 -2.6 -1 -2.6 1C-2.6 2.6 -1.9 3.4 -1.6 3.5H1.6C1.9 3.4 2.6 2.6 2.6 1C2.6 -1 1.2 -2 1.4 -3.4M-2.0 -3.6C-1.4 -3.2 1 -3.1 1.4 -3.5C1 -3.9 -1.2 -3.9 -2.0 -3.6M1.35 -2.9C3.4 -3.4 4.2 -1.4 3.4 .4C3.1 1.1 2.7 1.3 2.5 1.5';
    const hatch = Array.from({ length: 13 }, (_, i) => `M${(0.5 + i * 0.14).toFixed(2)} ${(3.1 - i * 0.02).toFixed(2)}L${(1.3 + i * 0.09).toFixed(2)} ${(0.6 - i * 0.05).toFixed(2)}`).join('');
    return `<g transform="translate(${n1(-7.4 * k)} ${n1(-2.2 * k)}) scale(${k})" fill="none" stroke="#4b4a4c" stroke-linecap="round" stroke-width=".07" opacity=".75"><path d="${jug}"/><path d="${jug}" transform="translate(.05 .04) rotate(.6)" opacity=".5"/><path d="${hatch}" stroke-width=".045" opacity=".6"/><path d="M-4 5.6q.4-.4.8 0t.8 0 .8-.1.8.1.8 0 .8 0M-4 6.6q.3-.3.6 0t.6 0 .6-.1.6.1.6 0" stroke-width=".06"/></g>`;
}
