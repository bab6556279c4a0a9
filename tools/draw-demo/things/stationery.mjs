// Books, boxes, paper, pencils, the oak tray, felt.

import { css, hex, times } from '../lib/colour.mjs';
import { shade } from '../lib/light.mjs';
import { noise, random } from '../lib/noise.mjs';
import { n1, points } from '../lib/scene.mjs';
import { prismShadow } from '../lib/shadow.mjs';
import { leaves, onPlane, rectangle, rounded, sides, slab, turned } from '../lib/slab.mjs';
import { texture } from '../lib/textile.mjs';
import { tube } from '../lib/tube.mjs';
import { mark } from './mark.mjs';

export const cloths = {
    Ink: hex('#34465a'), Clay: hex('#b0674b'), Sage: hex('#8f9c80'), Oat: hex('#e2d6c0'), Graphite: hex('#55565a'),
    Natural: hex('#e6dac2'), Ochre: hex('#c6933f'), Slate: hex('#66798a'), Flax: hex('#d3c2a2'),
};
const cream = hex('#f3ead7'), card = hex('#cdb38c'), white = hex('#f6f2ea');

const size = (scene, cm) => cm * scene.scale;

/* Texture over a plane of the given size in centimetres, origin at its middle. */
const sheet = (scene, kind, w, d, options) => texture(scene, kind, { x: -size(scene, w / 2), y: -size(scene, d / 2), width: size(scene, w), height: size(scene, d), ...options });

/* A closed notebook, its spine to the left. */
export function notebook(scene, { w = 14.8, d = 21, thick = 1.9, colour = 'Ink', x = 0, y = 0, z = 0, angle = -18, ribbon = true, shadow = 0.5, seed = 1, stamp = true }) {
    const cover = cloths[colour], board = 0.24;
    const cloth = { albedo: cover, velvet: 0.15 };
    const outline = rounded(w, d, 0.5, 5);
    slab(scene, { outline, x, y, z, angle, height: board, material: cloth, shadow, edgeLight: 0 });
    if (shadow) prismShadow(scene, { base: turned(outline, angle, x, z), height: thick, y, strength: shadow * 0.9 });
    slab(scene, { outline, x, y, z, angle, height: board, material: cloth, shadow: 0, edgeLight: 0 });
    const pages = turned(rectangle(w - 0.7, d - 0.7), angle, x, z);
    sides(scene, pages, y + board, thick - 2 * board, { albedo: cream }, leaves(26, hex('#8d7c62'), 0.55));
    slab(scene, { outline: turned(rounded(1.1, d, 0.45, 4), 0, -w / 2 + 0.55, 0), x, y: y + 0.1, z, angle, height: thick - board - 0.1, material: cloth, shadow: 0, edgeLight: 0 });
    const dark = points(turned(rectangle(w - 0.7, d - 0.7), angle, x, z).map(([px, pz]) => scene.project(px, y + thick - board, pz)));
    scene.add(`<polygon points="${dark}" fill="#2a1f16" opacity=".35" filter="${scene.blur(4)}"/>`);
    if (ribbon) {
        const a = (angle * Math.PI) / 180, c = Math.cos(a), s = Math.sin(a);
        const at = (px, pz, py) => [x + px * c - pz * s, py, z + px * s + pz * c];
        const start = at(-w * 0.22, d / 2 - 0.4, y + thick / 2), mid = at(-w * 0.21, d / 2 + 0.7, y + thick / 2 - 0.3), drop = at(-w * 0.19, d / 2 + 1.5, y + 0.15), end = at(-w * 0.15, d / 2 + 3.4, y + 0.1);
        ribbonStrip(scene, [start, mid, drop, end], 0.55, hex(colour === 'Clay' ? '#e3cfa9' : '#c08a3e'));
    }
    const linen = sheet(scene, 'linen', w, d, { seed, strength: 0.42 * Math.min(1, scene.scale / 40), size: Math.max(0.6, scene.scale / 40) });
    const joint = `<rect x="${n1(size(scene, -w / 2 + 1.1))}" y="${n1(size(scene, -d / 2))}" width="${n1(size(scene, 0.28))}" height="${n1(size(scene, d))}" fill="#000" opacity=".26" filter="${scene.blur(size(scene, 0.07))}"/>`
        + `<rect x="${n1(size(scene, -w / 2 + 1.45))}" y="${n1(size(scene, -d / 2))}" width="${n1(size(scene, 0.12))}" height="${n1(size(scene, d))}" fill="#fff" opacity=".16" filter="${scene.blur(size(scene, 0.05))}"/>`;
    const pressed = stamp ? mark(size(scene, w * 0.06), size(scene, -d * 0.02), size(scene, w * 0.14), css(times(cover, 0.5)), 0.75) : '';
    slab(scene, { outline, x, y: y + thick - board, z, angle, height: board, material: cloth, shadow: 0, top: linen + joint + pressed, edgeLight: 0.22, gradient: 0.16 });
}

export function ribbonStrip(scene, path, width, colour) {
    const line = [];
    for (let i = 0; i < path.length - 1; i++)
        for (let k = 0; k < 12; k++) line.push(path[i].map((c, d) => c + ((path[i + 1][d] - c) * k) / 12));
    line.push(path[path.length - 1]);
    const left = [], right = [];
    line.forEach((p) => { const [px, py] = scene.project(...p); left.push([px - size(scene, width / 2), py]); right.unshift([px + size(scene, width / 2), py]); });
    const ys = left.map((p) => p[1]);
    const lit = shade(scene.light, scene.view, [0, 0.7, 0.7], { albedo: colour });
    const fill = scene.linear([[0, times(lit, 0.6)], [0.4, times(lit, 1.05)], [1, times(lit, 0.85)]], { x1: 0, y1: Math.min(...ys), x2: 0, y2: Math.max(...ys), pixels: true });
    scene.add(`<polygon points="${points([...left, ...right])}" transform="translate(5 4)" fill="#2a1f16" opacity=".35" filter="${scene.blur(4)}"/>`,
        `<polygon points="${points([...left, ...right])}" fill="${fill}"/>`);
}

/* A pencil lying along a line on the table; the point at the end of the path. */
export function pencil(scene, { from, to, radius = 0.37, wood = hex('#b9794f'), sharpened = true, shadow = true, body = hex('#c98d5f') }) {
    const length = Math.hypot(...to.map((c, d) => c - from[d])), cone = 2.1 / length;
    if (shadow) {
        const a = scene.project(...from.map((c, d) => c + [0.15, -radius, -0.02][d])), b = scene.project(...to.map((c, d) => c + [0.1, -radius, -0.02][d]));
        scene.add(`<line x1="${n1(a[0] + 5)}" y1="${n1(a[1] + 3)}" x2="${n1(b[0])}" y2="${n1(b[1] + 2)}" stroke="#3a291c" stroke-width="${n1(size(scene, radius * 1.9))}" opacity=".42" filter="${scene.blur(size(scene, 0.16))}"/>`);
    }
    tube(scene, {
        path: [from, to], straight: true, spacing: 1.6, stops: 22,
        radius: (t) => radius * (sharpened && t > 1 - cone ? Math.max(0.06, (1 - t) / cone) : 1),
        material: (t, angle) => {
            const left = (1 - t) / cone;
            if (sharpened && left < 0.26) return { albedo: hex('#3a3a3d'), gloss: 0.3, sharp: 0.3 };
            if (sharpened && left < 1 + 0.10 * Math.cos(angle * 3)) return { albedo: times(hex('#dcae80'), 1 + 0.09 * noise(t * 40, angle * 9, 3)) };
            return { albedo: times(body, 1 + 0.05 * noise(t * 3, angle * 10, 5)), gloss: 0.34, sharp: 0.3 };
        },
    });
    /* the cut end: cedar with its lead */
    const [px, py] = scene.project(...from);
    const [qx, qy] = scene.project(...to);
    const turn = (Math.atan2(qy - py, qx - px) * 180) / Math.PI;
    const r = size(scene, radius);
    scene.add(`<g transform="translate(${n1(px)} ${n1(py)}) rotate(${n1(turn)})"><ellipse rx="${n1(r * 0.42)}" ry="${n1(r)}" fill="${css(times(wood, 0.95))}"/><ellipse rx="${n1(r * 0.13)}" ry="${n1(r * 0.32)}" fill="#38383b"/></g>`);
}

/* A hollow in the top of a slab: the walls that face the viewer, then the floor. Coordinates are the slab's own. */
export function hollow(scene, { outline, angle, x, z, top, depth, material, floor = material, texture: over = '' }) {
    const base = turned(outline, angle, x, z);
    const mouth = points(base.map(([px, pz]) => scene.project(px, top, pz)));
    const clip = scene.clip(`<polygon points="${mouth}"/>`);
    scene.group(`clip-path="${clip}"`, () => {
        base.forEach((p, i) => {
            const q = base[(i + 1) % base.length];
            let n = [q[1] - p[1], 0, p[0] - q[0]];
            const len = Math.hypot(...n) || 1;
            n = n.map((c) => c / len);
            const mx = base.reduce((s, b) => s + b[0], 0) / base.length, mz = base.reduce((s, b) => s + b[1], 0) / base.length;
            if ((mx - p[0]) * n[0] + (mz - p[1]) * n[2] < 0) n = n.map((c) => -c);
            if (n[2] <= 0) return;
            const lit = shade(scene.light, scene.view, n, material, n[0] > 0.3 ? 0.55 : 0.8);
            const [x1, y1] = scene.project(p[0], top, p[1]), [x2, y2] = scene.project(q[0], top, q[1]);
            const drop = depth * scene.scale * scene.cos;
            const fill = scene.linear([[0, lit], [1, times(lit, 0.7)]], { x1: 0, y1: Math.min(y1, y2), x2: 0, y2: Math.max(y1, y2) + drop, pixels: true });
            scene.add(`<polygon points="${points([[x1, y1], [x2, y2], [x2, y2 + drop], [x1, y1 + drop]])}" fill="${fill}" stroke="${fill}"/>`);
        });
        const low = base.map(([px, pz]) => scene.project(px, top - depth, pz));
        const flat = shade(scene.light, scene.view, [0, 1, 0], floor, 0.86);
        const inner = scene.clip(`<polygon points="${points(low)}"/>`);
        const a = (angle * Math.PI) / 180;
        scene.add(`<polygon points="${points(low)}" fill="${css(flat)}"/>`);
        if (over) scene.add(`<g clip-path="${inner}">${onPlane(scene, [x, top - depth, z], [Math.cos(a), 0, Math.sin(a)], [-Math.sin(a), 0, Math.cos(a)], over)}</g>`);
        /* the wall to the left and back keeps the light off the floor */
        const cast = points([...low, ...low.map(([px, py]) => [px, py])]);
        scene.add(`<g clip-path="${inner}"><polygon points="${cast}" fill="none" stroke="#2b1a0d" stroke-opacity=".5" stroke-width="${n1(size(scene, depth * 0.8))}" filter="${scene.blur(size(scene, depth * 0.3))}" transform="translate(${n1(-size(scene, depth * 0.15))} ${n1(-size(scene, depth * 0.12))})"/></g>`);
    });
    scene.add(`<polygon points="${mouth}" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="1.6"/>`);
}

const oak = hex('#c99e6b');
export function oakTray(scene, { x = 0, z = 0, angle = -16, seed = 3, inLong = null, inShort = null }) {
    const w = 28, d = 9, h = 2.5, depth = 1.5;
    const material = { albedo: oak, gloss: 0.06, sharp: 0 };
    const wood = sheet(scene, 'oak', w, d, { seed, strength: 0.8 });
    slab(scene, { outline: rounded(w, d, 0.9), x, z, angle, height: h, material, top: wood, edgeLight: 0.4 });
    const a = (angle * Math.PI) / 180, at = (px, pz) => [x + px * Math.cos(a) - pz * Math.sin(a), z + px * Math.sin(a) + pz * Math.cos(a)];
    const well = (px, wide) => {
        const [cx, cz] = at(px, 0);
        hollow(scene, { outline: rounded(wide, d - 2.2, 0.8), angle, x: cx, z: cz, top: h, depth, material: { albedo: times(oak, 0.92) }, texture: sheet(scene, 'oak', w, d, { seed: seed + 2, strength: 0.8 }) });
    };
    well(-3.9, 18);
    well(9.6, 6.6);
    return { at, floor: h - depth, angle };
}

/* Sheets with torn edges. */
export function deckle(w, d, rough, seed) {
    const out = [], next = random(seed), walk = [[-w / 2, -d / 2, w, 0], [w / 2, -d / 2, 0, d], [w / 2, d / 2, -w, 0], [-w / 2, d / 2, 0, -d]];
    for (const [x, z, dx, dz] of walk) {
        const steps = Math.round((Math.abs(dx) + Math.abs(dz)) * 3.2);
        for (let i = 0; i < steps; i++) {
            const t = i / steps, off = (next() - 0.5) * rough;
            out.push([x + dx * t + (dz ? off : 0), z + dz * t + (dx ? off : 0)]);
        }
    }
    return out;
}

export function paperStack(scene, { w = 14.8, d = 21, height = 0.6, x = 0, y = 0, z = 0, angle = 0, seed = 4, colour = white, top = '', shadow = 0.4, rough = 0.09, sheets = 12 }) {
    const outline = deckle(w, d, rough, seed);
    const base = turned(outline, angle, x, z);
    if (shadow) prismShadow(scene, { base: turned(rectangle(w, d), angle, x, z), height: Math.max(height, 0.12), y, strength: shadow });
    sides(scene, turned(rectangle(w - 0.05, d - 0.05), angle, x, z), y, height, { albedo: times(colour, 0.93) }, height > 0.2 ? leaves(sheets, hex('#9b8c76'), 0.5) : null);
    slab(scene, { outline, x, y: y + height - 0.01, z, angle, height: 0.02, material: { albedo: colour }, shadow: 0, edgeLight: 0.5, gradient: 0.06, top: sheet(scene, 'paper', w + 1, d + 1, { seed, strength: 0.7 }) + top });
    return base;
}

/* An envelope seen from the back, its flap a triangle. */
export function envelope(scene, { w = 16.2, d = 11.4, x = 0, y = 0, z = 0, angle = 0, colour = white, seed = 5, liner = null, seal = false }) {
    const W = size(scene, w), D = size(scene, d);
    const fold = `<path d="M${n1(-W / 2)} ${n1(D / 2)}L${n1(-W * 0.06)} ${n1(-D * 0.02)}M${n1(W / 2)} ${n1(D / 2)}L${n1(W * 0.06)} ${n1(-D * 0.02)}" stroke="#6f6252" stroke-opacity=".35" stroke-width="2" fill="none"/>`;
    const flapShape = `M${n1(-W / 2)} ${n1(-D / 2)}L${n1(-W * 0.04)} ${n1(D * 0.09)}Q0 ${n1(D * 0.12)} ${n1(W * 0.04)} ${n1(D * 0.09)}L${n1(W / 2)} ${n1(-D / 2)}z`;
    const lit = shade(scene.light, scene.view, [0, 1, 0], { albedo: colour });
    const flap = `<path d="${flapShape}" fill="#4a3a28" opacity=".45" filter="${scene.blur(7)}" transform="translate(3 7)"/><path d="${flapShape}" fill="${css(times(lit, 1.02))}"/><path d="${flapShape}" fill="none" stroke="#fff" stroke-opacity=".8" stroke-width="1.5"/>`;
    const drop = seal ? `<circle cy="${n1(D * 0.06)}" r="${n1(D * 0.085)}" fill="#2a1710" opacity=".4" filter="${scene.blur(5)}" cx="3"/><circle cy="${n1(D * 0.055)}" r="${n1(D * 0.085)}" fill="${css(hex('#a4573c'))}"/>${mark(0, D * 0.055, D * 0.09, css(hex('#7b3b27')), 0.9)}` : '';
    slab(scene, { outline: rounded(w, d, 0.15, 3), x, y, z, angle, height: 0.12, material: { albedo: colour }, side: { albedo: times(colour, 0.85) }, shadow: 0.42, gradient: 0.07,
        top: sheet(scene, 'paper', w, d, { seed, strength: 0.6 }) + fold + flap + drop });
}

/* A shallow box without lid; returns the height of its floor. */
export function openBox(scene, { w, d, h, x = 0, z = 0, angle = 0, colour = card, wall = 0.25, lining = null, kind = 'paper', seed = 6 }) {
    const material = { albedo: colour, velvet: 0.1 };
    slab(scene, { outline: rectangle(w, d), x, z, angle, height: h, material, top: sheet(scene, kind, w, d, { seed, strength: 0.6 }), edgeLight: 0.25 });
    hollow(scene, { outline: rectangle(w - 2 * wall, d - 2 * wall), angle, x, z, top: h, depth: h - 0.25, material: { albedo: lining ?? times(colour, 0.9) }, floor: { albedo: lining ?? times(colour, 0.85) } });
    return 0.25;
}

/* A box lid or any plain covered block. */
export function block(scene, { w, d, h, x = 0, y = 0, z = 0, angle = 0, colour = card, kind = 'paper', seed = 7, label = '', shadow = 0.5, strength = 0.7, corner = 0.12 }) {
    slab(scene, { outline: rounded(w, d, corner, 3), x, y, z, angle, height: h, material: { albedo: colour, velvet: 0.1 }, shadow, gradient: 0.12, edgeLight: 0.25, top: sheet(scene, kind, w, d, { seed, strength }) + label });
}

export function feltMat(scene, { w = 60, d = 35, x = 0, z = 0, angle = 0, colour = 'Graphite', seed = 8 }) {
    slab(scene, { outline: rounded(w, d, 1.6), x, z, angle, height: 0.4, material: { albedo: cloths[colour], velvet: 0.2 }, shadow: 0.45, soft: 1.2, edgeLight: 0.12, gradient: 0.14,
        top: sheet(scene, 'felt', w, d, { seed, strength: 0.6, size: 1 }) });
}
