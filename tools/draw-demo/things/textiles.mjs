// Folded cloth, cushions, the bag, the apron.

import { css, hex, times } from '../lib/colour.mjs';
import { cloth, field } from '../lib/field.mjs';
import { shade, unit } from '../lib/light.mjs';
import { clamp, fbm, noise, random, step } from '../lib/noise.mjs';
import { n1, points } from '../lib/scene.mjs';
import { prismShadow } from '../lib/shadow.mjs';
import { texture } from '../lib/textile.mjs';
import { cloths } from './stationery.mjs';

/* A herringbone of the given pitch in pixels, as a fill. */
export function herringbone(scene, pitch, dark, light, flatten = 1) {
    const id = scene.id('p'), w = pitch * 8, h = pitch * 2 * flatten;
    const rows = Math.max(1, Math.round((w * 0.5 * flatten) / h) + 1), all = [];
    for (let i = 0; i <= rows + 1; i++) all.push(`M0 ${n1(i * h)}L${n1(w / 2)} ${n1(i * h - w * 0.5 * flatten)}L${n1(w)} ${n1(i * h)}`);
    scene.define(`<pattern id="${id}" width="${n1(w)}" height="${n1(h)}" patternUnits="userSpaceOnUse"><path d="${all.join('')}" fill="none" stroke="${dark}" stroke-width="${n1(h * 0.42)}"/><path d="${all.join('')}" transform="translate(0 ${n1(h * 0.45)})" fill="none" stroke="${light}" stroke-width="${n1(h * 0.22)}"/></pattern>`);
    return `url(#${id})`;
}

/* Cloth folded and stacked, its folds towards us. Dimensions in centimetres. */
export function folded(scene, { w, d, layers, thick, colours, x = 0, y = 0, z = 0, kind = 'linen', seed = 1, weave = null, sag = 0.12, strength = 0.36, shadow = 0.5, size = 1 }) {
    const S = scene.scale, tall = layers * thick;
    if (shadow) prismShadow(scene, { base: [[x - w / 2 + thick * 0.5, z - d / 2], [x + w / 2 - thick * 0.3, z - d / 2], [x + w / 2 - thick * 0.3, z + d / 2 - thick * 0.3], [x - w / 2 + thick * 0.5, z + d / 2 - thick * 0.3]], height: tall, y, strength: shadow });
    const [ox, oy] = scene.project(x, y, z + d / 2);
    const W = w * S, T = thick * S * scene.cos, H = layers * T, D = d * S * scene.sin;
    const bend = (px, k) => T * sag * (noise((px - ox) / (W * 0.28), k * 3.7, seed) + 0.6 * noise((px - ox) / (W * 0.11), k * 5.1, seed + 2));
    const bound = (px, k) => oy - k * T + (k === 0 ? T * 0.03 * noise(px / 60, 2, seed) : bend(px, k)); /* lower edge of layer k */
    const sideAt = (k) => [ox - W / 2 + W * 0.012 * noise(k * 2.3, 1, seed), ox + W / 2 + W * 0.012 * noise(k * 2.9, 6, seed)];
    const colour = (k) => cloths[colours[Math.min(colours.length - 1, k)]];
    for (let k = 0; k < layers; k++) {
        const [left, right] = sideAt(k);
        const r = T * 0.5, path = [];
        const along = (f, from, to, n = 40) => { for (let i = 0; i <= n; i++) { const px = from + ((to - from) * i) / n; path.push([px, f(px)]); } };
        const top = (px) => bound(px, k + 1) - 1;
        along((px) => bound(px, k) - r * (1 - Math.sqrt(Math.max(0, 1 - clamp((left + r - px) / r) ** 2))) - r * (1 - Math.sqrt(Math.max(0, 1 - clamp((px - right + r) / r) ** 2))), left, right, 80);
        if (k < layers - 1) along((px) => top(px) + r * 0.6 * (clamp((px - right + r) / r) ** 2 + clamp((left + r - px) / r) ** 2), right, left, 80);
        else {
            const skew = 0.012 * W;
            path.push([right, top(right) + r * 0.3]);
            for (const [cx, from] of [[right - skew - r, 0], [left + skew + r, Math.PI / 2]])
                for (let i = 0; i <= 8; i++) { const a = from + (i / 8) * Math.PI / 2; path.push([cx + r * Math.cos(a), oy - H - D + r - r * Math.sin(a)]); }
            path.push([left, top(left) + r * 0.3]);
        }
        const tone = colour(k), last = k === layers - 1;
        const y0 = last ? oy - H - D - 2 : oy - (k + 1) * T - T * 0.4, y1 = oy - k * T + T * 0.5;
        const lit = (px, py) => {
            const low = bound(px, k), high = bound(px, k + 1);
            const t = (low - py) / (low - high);
            const fold = 0.10 * fbm(px / (S * 2.6), k * 7 + py / (S * 5), seed, 3), sideways = clamp((px - right + r * 2) / (2 * r)) ** 2 - clamp((left + r * 2 - px) / (2 * r)) ** 2;
            if (t > 1 || (last && t > 0.86)) {
                const deep = clamp((high - py) / D), roll = last ? step(1.35, 0.86, t) : 0;
                const n = unit([fold * 0.7 + 0.8 * sideways + 0.05 * noise(px / (S * 4), py / (S * 1.6), seed + 9), 1, 0.10 * noise(px / (S * 5), py / (S * 2), seed + 5) + 0.9 * roll]);
                return shade(scene.light, scene.view, n, { albedo: tone, velvet: 0.1 }, 0.98 - 0.10 * deep);
            }
            const a = (clamp(t) * 2 - 1) * 1.35;
            const n = unit([fold + 0.9 * sideways, Math.sin(a) + fold * 0.5, Math.cos(a)]);
            const crease = (1 - 0.62 * Math.exp(-Math.max(0, t) / 0.10)) * (last ? 1 : 1 - 0.45 * Math.exp(-Math.max(0, 1 - t) / 0.08));
            return shade(scene.light, scene.view, n, { albedo: tone, velvet: 0.1 }, crease);
        };
        const over = texture(scene, kind, { x: left - 4, y: y0, width: right - left + 8, height: y1 - y0, seed: seed + k, strength, size })
            + (weave ? `<rect x="${n1(left - 4)}" y="${n1(y0)}" width="${n1(right - left + 8)}" height="${n1(y1 - y0)}" fill="${weave}" opacity=".34"/>` : '');
        field(scene, { shape: `<polygon points="${points(path)}"/>`, x: left - 2, y: y0, width: right - left + 4, height: y1 - y0, colour: lit, dx: 9, dy: 2, overlay: over });
    }
    return { ox, oy, W, H, D, T, top: oy - H };
}

/* Short twisted strands hanging from a line. */
export function fringe(scene, { from, to, y, length, colour, pitch, seed = 1, wave = null }) {
    const next = random(seed), out = [], shadows = [];
    const count = Math.round((to - from) / pitch);
    for (let i = 0; i <= count; i++) {
        const px = from + ((to - from) * i) / count + (next() - 0.5) * pitch * 0.4, py = (wave ? wave(px) : y);
        const len = length * (0.9 + 0.2 * next()), swing = (next() - 0.5) * pitch * 1.4, thick = pitch * (0.56 + 0.16 * next());
        const lit = 0.82 + 0.3 * next();
        const path = `M${n1(px)} ${n1(py - 3)}C${n1(px + swing * 0.1)} ${n1(py + len * 0.35)} ${n1(px + swing)} ${n1(py + len * 0.6)} ${n1(px + swing * 0.9)} ${n1(py + len)}`;
        shadows.push(`<path d="${path}" stroke-width="${n1(thick)}"/>`);
        const tone = shade(scene.light, scene.view, [0, 0.15, 1], { albedo: times(colour, lit) });
        out.push(`<path d="${path}" stroke="${css(times(tone, 0.55))}" stroke-width="${n1(thick)}"/><path d="${path}" transform="translate(${n1(-thick * 0.1)} 0)" stroke="${css(times(tone, 0.85))}" stroke-width="${n1(thick * 0.72)}"/>`, ply(px, py, swing, len, thick, css(times(tone, 1.18)), next));
    }
    scene.add(`<g fill="none" stroke="#2a1f16" stroke-linecap="round" opacity=".34" filter="${scene.blur(pitch * 0.35)}" transform="translate(${n1(pitch * 0.5)} ${n1(pitch * 0.3)})">${shadows.join('')}</g>`,
        `<g fill="none" stroke-linecap="round">${out.join('')}</g>`);
}

/* The twist of a strand: short slanting strokes along it, and loose fibres at its end. */
function ply(px, py, swing, len, thick, colour, next) {
    let path = '';
    const at = (t) => { const u = 1 - t; return [px + 3 * u * u * t * swing * 0.1 + 3 * u * t * t * swing + t * t * t * swing * 0.9, py - 3 * u * u * u + 3 * u * u * t * len * 0.35 + 3 * u * t * t * len * 0.6 + t * t * t * len]; };
    const turns = Math.max(4, Math.round(len / (thick * 0.62)));
    for (let i = 0; i < turns; i++) {
        const [ax, ay] = at((i + 0.1) / turns), [bx, by] = at((i + 0.75) / turns);
        path += `M${n1(ax - thick * 0.36)} ${n1(ay)}L${n1(bx + thick * 0.26)} ${n1(by)}`;
    }
    const [ex, ey] = at(1);
    let tuft = '';
    for (let k = 0; k < 5; k++) tuft += `M${n1(ex + (k - 2) * thick * 0.12)} ${n1(ey - thick)}l${n1((next() - 0.5) * thick * 1.1)} ${n1(thick * (1.3 + next()))}`;
    return `<path d="${path}" stroke="${colour}" stroke-width="${n1(thick * 0.24)}" opacity=".8"/><path d="${tuft}" stroke="${colour}" stroke-width="${n1(thick * 0.14)}" opacity=".75"/>`;
}

/* A cushion that stands, leaning a little back. x, y: the middle of its foot on the picture, in pixels. */
export function cushion(scene, { x, y, size, colour, turn = 0, seed = 1, squash = 0.97 }) {
    const h = size * squash, pull = size * 0.045, ear = size * 0.018;
    const L = -size / 2, R = size / 2, T = -h, q = (a, b, c) => `Q${n1(a[0])} ${n1(a[1])} ${n1(b[0])} ${n1(b[1])}${c ?? ''}`;
    const path = `M${n1(L - ear)} ${n1(T - ear)}${q([0, T + pull * 1.1], [R + ear, T - ear])}${q([R - pull * 1.1, -h * 0.5], [R + ear * 0.6, -ear * 0.2])}${q([0, -pull * 0.35 + 4], [L - ear * 0.6, -ear * 0.2])}${q([L + pull * 1.1, -h * 0.5], [L - ear, T - ear])}z`;
    scene.group(`transform="translate(${n1(x)} ${n1(y)}) rotate(${turn})"`, () => {
        scene.add(`<path d="${path}" fill="#33261c" opacity=".34" filter="${scene.blur(size * 0.045)}" transform="translate(${n1(size * 0.075)} ${n1(size * 0.015)})"/>`);
        const corner = (u, v) => {
            let sum = 0;
            for (const [cx, cy, k] of [[-1, -1, 1], [1, -1, 2], [1, 1, 3], [-1, 1, 4]]) {
                const dx = u - cx, dy = v - cy, r = Math.hypot(dx, dy), a = Math.atan2(dy, dx);
                sum += Math.exp(-((r / 0.62) ** 2)) * step(0, 0.2, r) * (0.6 * Math.sin(a * 13 + k * 2 + seed + 1.6 * noise(r * 3, k, seed)) + 0.5 * Math.sin(a * 7 + seed * 2 + k));
            }
            return sum;
        };
        const relief = (px, py) => {
            const u = clamp(px / (size / 2), -1, 1), v = clamp((py + h / 2) / (h / 2), -1, 1);
            const plump = ((1 - Math.abs(u) ** 2.3) * (1 - Math.abs(v) ** 2.3)) ** 0.62;
            return size * (0.46 * plump + 0.020 * corner(u, v) + 0.030 * fbm(u * 1.7 + 3, v * 1.7, seed, 3) * plump);
        };
        const tone = cloths[colour];
        cloth(scene, {
            shape: `<path d="${path}"/>`, x: L - 12, y: T - 12, width: size + 24, height: h + 24, dx: size / 75, dy: 3,
            relief, albedo: tone, base: [0, 0.28, 1],
            occlusion: (px, py) => {
                const u = Math.abs(px) / (size / 2), v = (py + h / 2) / (h / 2);
                return (1 - 0.30 * step(0.86, 1.02, u) ** 2) * (1 - 0.30 * step(0.86, 1.02, Math.abs(v)) ** 2) * (1 - 0.22 * step(0.35, 1, v));
            },
            overlay: texture(scene, 'linen', { x: L - 12, y: T - 12, width: size + 24, height: h + 24, seed, strength: 0.32, size: 1.5 }),
        });
        const seam = css(times(tone, 0.42));
        scene.add(`<path d="${path}" fill="none" stroke="${seam}" stroke-width="2.4" opacity=".55"/><path d="${path}" fill="none" stroke="#fff" stroke-width="1.4" opacity=".22" transform="translate(1.5 2.5) scale(.994 .992)"/>`);
    });
}

/* A canvas bag that stands by itself, its front turned a little to the left. */
export function tote(scene, { colour, x = 0, z = 0, w = 38, h = 35, d = 15, angle = -22, seed = 1 }) {
    const a = (angle * Math.PI) / 180, c = Math.cos(a), s = Math.sin(a);
    const at = (u, v, up) => [x + u * c + v * s, up, z - u * s + v * c]; /* u along the front, v towards the viewer */
    const P = (u, v, up) => scene.project(...at(u, v, up));
    const tone = cloths[colour], dark = times(tone, 0.45), S = scene.scale;
    const base = [[-w / 2, -d / 2], [w / 2, -d / 2], [w / 2, d / 2], [-w / 2, d / 2]].map(([u, v]) => { const p = at(u, v, 0); return [p[0], p[2]]; });
    prismShadow(scene, { base, height: h * 0.9, strength: 0.46, soft: 1 });
    strap(scene, { P, tone: times(tone, 0.8), w, v: -d / 2 + 2.2, h, top: h + 21, from: h - 2, lean: 1.2 });
    /* inside: the back panel */
    const inside = shade(scene.light, scene.view, [s * 0.3, 0.1, 1], { albedo: tone }, 0.5);
    const back = [P(-w / 2 + 1, -d / 2 + 1.8, h + 0.2), P(w / 2 - 1, -d / 2 + 1.8, h + 0.2), P(w / 2, d / 2 - 1, h - 2), P(-w / 2, d / 2 - 1, h - 2)];
    const [, by] = back[0], [, fy] = back[3];
    scene.add(`<polygon points="${points(back)}" fill="${scene.linear([[0, inside], [1, times(inside, 0.35)]], { x1: 0, y1: by, x2: 0, y2: fy, pixels: true })}" stroke="${css(times(inside, 0.9))}" stroke-width="3" stroke-linejoin="round"/>`);
    /* the gusset to the right, folded inwards along its middle */
    const g = (v, up) => P(w / 2 - 2.6 * Math.sin(((v + d / 2) / d) * Math.PI) * clamp(up / h) ** 1.2, v, up);
    for (const [v0, v1, lean] of [[-d / 2, 0, 0.55], [0, d / 2, -0.32]]) {
        const quad = [g(v0 + (v0 < 0 ? 1.8 : 0), h), g(v1, h - 0.5 * (v1 === 0)), g(v1, 0), g(v0, 0)];
        const n = unit([c + lean * s, 0.06, -s + lean * c]);
        const flat = shade(scene.light, scene.view, n, { albedo: tone, velvet: 0.1 }, 0.82);
        const fill = scene.linear([[0, flat], [1, times(flat, 0.72)]], { x1: 0, y1: quad[0][1], x2: 0, y2: quad[2][1], pixels: true });
        scene.add(`<polygon points="${points(quad)}" fill="${fill}" stroke="${fill}" stroke-width="1.5"/>`);
    }
    const gusset = points([g(-d / 2 + 1.8, h), g(0, h), g(d / 2, h), g(d / 2, 0), g(-d / 2, 0)]);
    const xs = [g(0, h)[0], g(d / 2, 0)[0], g(-d / 2, 0)[0]];
    scene.add(`<g clip-path="${scene.clip(`<polygon points="${gusset}"/>`)}">${texture(scene, 'canvas', { x: Math.min(...xs) - 20, y: g(0, h)[1] - 60, width: Math.max(...xs) - Math.min(...xs) + 60, height: h * S + 120, seed: seed + 3, strength: Math.min(0.3, S / 65), size: 0.62 })}</g>`);
    /* the front */
    const edge = [];
    const push = (f, n = 24) => { for (let i = 0; i <= n; i++) edge.push(f(i / n)); };
    const bulge = (up) => 0.5 * Math.sin(Math.PI * clamp(up / h)) * 0.8;
    push((t) => P(-w / 2 + w * t, d / 2 - 0.7 * Math.sin(Math.PI * t), h - 0.55 * Math.sin(Math.PI * t) + 0.16 * noise(t * 6, 1, seed)));
    push((t) => P(w / 2 + bulge(h * (1 - t)) * 0.4, d / 2, h * (1 - t)));
    push((t) => P(w / 2 - w * t, d / 2, 0.06 * noise(t * 5, 3, seed)));
    push((t) => P(-w / 2 - bulge(h * t), d / 2, h * t));
    const lx = Math.min(...edge.map((p) => p[0])), hx = Math.max(...edge.map((p) => p[0])), ly = Math.min(...edge.map((p) => p[1])), hy = Math.max(...edge.map((p) => p[1]));
    const W = hx - lx, H = hy - ly;
    const relief = (px, py) => {
        const u = (px - lx) / W, v = (py - ly) / H;
        const dents = 7 * fbm(u * 2.1 + 1, v * 2.1, seed, 3) + 8 * Math.exp(-(((u - 0.5) / 0.4) ** 2)) * Math.exp(-(((v - 0.5) / 0.5) ** 2));
        const lines = 3.2 * Math.exp(-(((v - 0.80 - 0.10 * Math.sin(u * 5 + seed)) / 0.035) ** 2)) * step(0, 0.4, u) * step(0, 0.4, 1 - u)
            + 4 * Math.exp(-(((u - 0.10 - 0.08 * v + 0.02 * Math.sin(v * 8)) / 0.03) ** 2)) * step(0.05, 0.5, v) * (1 - step(0.75, 1, v));
        return S / 18 * (dents + lines);
    };
    cloth(scene, { shape: `<polygon points="${points(edge)}"/>`, x: lx, y: ly, width: W, height: H, dx: 9, dy: 3, relief, albedo: tone, base: [s, 0.05, c], velvet: 0.1,
        occlusion: (px, py) => 1 - 0.22 * step(0.72, 1.0, (py - ly) / H) ** 2,
        overlay: texture(scene, 'canvas', { x: lx, y: ly, width: W, height: H, seed, strength: Math.min(0.3, S / 65), size: 0.62 }) });
    /* hem along the opening */
    const hem = (up, extra) => { let path = 'M'; for (let i = 0; i <= 24; i++) { const t = i / 24; const [px, py] = P(-w / 2 + w * t, d / 2 - 0.7 * Math.sin(Math.PI * t), up - 0.55 * Math.sin(Math.PI * t) + 0.16 * noise(t * 6, 1, seed)); path += `${i ? 'L' : ''}${n1(px)} ${n1(py)}`; } return `<path d="${path}" fill="none" ${extra}/>`; };
    scene.add(hem(h - 0.05, `stroke="#fff" stroke-opacity=".35" stroke-width="2.2"`), hem(h - 2.5, `stroke="${css(dark)}" stroke-width="${n1(S * 0.1)}" stroke-dasharray="${n1(S * 0.36)} ${n1(S * 0.23)}" opacity=".75"`), hem(h - 2.75, `stroke="#000" stroke-opacity=".16" stroke-width="5" filter="${scene.blur(2)}"`));
    strap(scene, { P, tone, w, v: d / 2 + 0.1, h, top: h + 18, from: 0.2, lean: -1.2, stitched: true });
}

/* A flat handle: down the panel on both sides, and up in an arch. */
function strap(scene, { P, tone, w, v, h, top, from, lean, stitched = false }) {
    const S = scene.scale, u = w * 0.235, wide = 3.0;
    const line = [];
    const go = (list) => line.push(...list);
    const n = 40;
    go(Array.from({ length: 16 }, (_, i) => [-u, from + ((h - from) * i) / 16]));
    for (let i = 0; i <= n; i++) { const t = (i / n) * Math.PI; line.push([-u * (Math.sign(Math.cos(t)) * Math.abs(Math.cos(t)) ** 0.75), h + (top - h) * Math.sin(t) ** 0.82]); }
    go(Array.from({ length: 16 }, (_, i) => [u, h - ((h - from) * i) / 15]));
    const at = ([uu, up]) => P(uu, v + (up > h ? lean * ((up - h) / (top - h)) : 0), up);
    const left = [], right = [], mid = [];
    line.forEach((p, i) => {
        const q = line[Math.min(line.length - 1, i + 1)], o = line[Math.max(0, i - 1)];
        const dx = q[0] - o[0], dy = q[1] - o[1], l = Math.hypot(dx, dy) || 1;
        const off = [(-dy / l) * wide / 2, (dx / l) * wide / 2];
        left.push(at([p[0] + off[0], Math.max(from, p[1] + off[1])]));
        right.push(at([p[0] - off[0], Math.max(from, p[1] - off[1])]));
        mid.push(at(p));
    });
    const body = [...left, ...right.slice().reverse()];
    const xs = body.map((p) => p[0]), ys = body.map((p) => p[1]);
    const lit = shade(scene.light, scene.view, [-0.28, 0.12, 0.95], { albedo: tone, velvet: 0.1 });
    const fill = scene.linear([[0, times(lit, 1.1)], [0.4, lit], [0.75, times(lit, 0.86)], [1, times(lit, 0.9)]], { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) * 0.6, pixels: true });
    const shape = `<polygon points="${points(body)}"/>`, clip = scene.clip(shape);
    if (stitched) scene.add(`<g clip-path="${scene.clip(`<rect x="0" y="${n1(P(0, v, h)[1])}" width="${scene.width}" height="${scene.height}"/>`)}"><polygon points="${points(body)}" fill="#2a1f16" opacity=".4" filter="${scene.blur(S * 0.22)}" transform="translate(${n1(S * 0.26)} ${n1(S * 0.1)})"/></g>`);
    const side = css(times(lit, 0.55)), thread = css(times(tone, 0.4));
    scene.add(`<polygon points="${points(body)}" transform="translate(${n1(S * 0.1)} ${n1(S * 0.09)})" fill="${side}"/>`, `<polygon points="${points(body)}" fill="${fill}"/>`,
        `<g clip-path="${clip}">${texture(scene, 'canvas', { x: Math.min(...xs), y: Math.min(...ys), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys), strength: Math.min(0.28, S / 65), seed: 12, size: 0.62 })}</g>`);
    const inset = (edge) => edge.map((p, i) => [p[0] + (mid[i][0] - p[0]) * 0.22, p[1] + (mid[i][1] - p[1]) * 0.22]);
    scene.add(`<g fill="none" stroke="${thread}" stroke-width="${n1(S * 0.092)}" stroke-dasharray="${n1(S * 0.31)} ${n1(S * 0.2)}" opacity=".7"><polyline points="${points(inset(left))}"/><polyline points="${points(inset(right))}"/></g>`);
}

/* Twine laid round a folded stack: one strand across the width, one over the depth, with a bow. */
export function twine(scene, stack, { colour = hex('#b59a6c'), radius = 3.2, across = 0.5 } = {}) {
    const { ox, oy, W, H, D } = stack, x = ox - W / 2 + W * across;
    const tone = shade(scene.light, scene.view, [0, 0.5, 0.8], { albedo: colour });
    const strand = (path, wide = radius * 2) => `<path d="${path}" fill="none" stroke="#2a1f16" stroke-width="${n1(wide)}" opacity=".4" filter="${scene.blur(3)}" transform="translate(4 4)"/><path d="${path}" fill="none" stroke="${css(times(tone, 0.62))}" stroke-width="${n1(wide)}" stroke-linecap="round"/><path d="${path}" fill="none" stroke="${css(times(tone, 1.1))}" stroke-width="${n1(wide * 0.62)}" stroke-dasharray="${n1(wide * 0.5)} ${n1(wide * 0.34)}" stroke-linecap="round"/>`;
    const ty = oy - H, my = ty - D * 0.42;
    const out = [strand(`M${n1(x + 2)} ${n1(oy - 3)}C${n1(x + 3)} ${n1(oy - H * 0.4)} ${n1(x - 1)} ${n1(ty + 8)} ${n1(x)} ${n1(ty - 4)}L${n1(x - 1)} ${n1(ty - D + 2)}`)];
    const k = W * 0.085;
    out.push(strand(`M${n1(x)} ${n1(my)}C${n1(x - k * 0.8)} ${n1(my - k * 0.9)} ${n1(x - k * 2.3)} ${n1(my - k * 0.6)} ${n1(x - k * 1.9)} ${n1(my + k * 0.1)}C${n1(x - k * 1.6)} ${n1(my + k * 0.6)} ${n1(x - k * 0.6)} ${n1(my + k * 0.3)} ${n1(x)} ${n1(my)}C${n1(x + k * 0.9)} ${n1(my - k * 0.8)} ${n1(x + k * 2.2)} ${n1(my - k * 0.4)} ${n1(x + k * 1.9)} ${n1(my + k * 0.2)}C${n1(x + k * 1.5)} ${n1(my + k * 0.7)} ${n1(x + k * 0.5)} ${n1(my + k * 0.2)} ${n1(x)} ${n1(my)}`),
        strand(`M${n1(x)} ${n1(my)}C${n1(x - k * 0.3)} ${n1(my + k * 0.8)} ${n1(x - k * 0.9)} ${n1(my + k * 1.1)} ${n1(x - k * 1.2)} ${n1(my + k * 1.5)}`),
        strand(`M${n1(x)} ${n1(my)}C${n1(x + k * 0.4)} ${n1(my + k * 0.7)} ${n1(x + k * 0.6)} ${n1(my + k * 1.3)} ${n1(x + k * 1.1)} ${n1(my + k * 1.6)}`),
        `<ellipse cx="${n1(x)}" cy="${n1(my)}" rx="${n1(radius * 2.2)}" ry="${n1(radius * 1.8)}" fill="${css(times(tone, 0.85))}"/>`);
    scene.add(`<g>${out.join('')}</g>`);
}

/* An apron hanging from a peg. Coordinates in centimetres from the peg, y downwards. */
export function apron(scene, { colour, x = 600, y = 250, unit: U = 11.2, seed = 1 }) {
    const tone = cloths[colour], dark = css(times(tone, 0.4));
    const px = (cx) => x + cx * U, py = (cy) => y + cy * U;
    const d = (text) => text.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, a, b) => `${n1(px(+a))} ${n1(py(+b))}`);
    const outline = d('M-11.5 17.5C-6 18.6 6 18.6 11.5 17.5C12.2 26 15 33 22.5 39.5C24.2 58 25.4 80 26.2 103C20 105.2 14 103.2 8 104.6C2 105.8 -4 103.4 -10 104.8C-16 105.8 -21 103.8 -26.2 104C-25.4 80 -24.2 58 -22.5 39.5C-15 33 -12.2 26 -11.5 17.5z');
    const straps = [d('M-10.2 18.2C-8.5 12 -3.2 5 -0.6 0.6'), d('M10.2 18.2C8.5 12 3.2 5 0.6 0.6'), d('M-21.6 41C-15 30 -5.6 12 -1.0 0.9'), d('M21.6 41C15.4 30 5.6 12 1.0 0.9')];
    scene.add(`<g transform="translate(${n1(U * 2.1)} ${n1(U * 1.5)})" opacity=".32" filter="${scene.blur(U * 1.3)}"><path d="${outline}" fill="#33261c"/>${straps.slice(0, 2).map((p) => `<path d="${p}" fill="none" stroke="#33261c" stroke-width="${n1(U * 2.6)}"/>`).join('')}</g>`);
    const strapTone = shade(scene.light, [0, 0, 1], [-0.2, 0.1, 1], { albedo: tone });
    const band = (p, k, width = 2.5) => `<path d="${p}" fill="none" stroke="${css(times(strapTone, k * 0.66))}" stroke-width="${n1(U * width + 3)}"/><path d="${p}" fill="none" stroke="${css(times(strapTone, k))}" stroke-width="${n1(U * width)}"/><path d="${p}" fill="none" stroke="${dark}" stroke-width="1.2" stroke-dasharray="4 3" opacity=".4" transform="translate(${n1(U * 0.8)} 0)"/>`;
    scene.add(band(straps[3], 0.66), band(straps[2], 0.72));
    const relief = (sx, sy) => {
        const cx = (sx - x) / U, cy = (sy - y) / U, t = clamp((cy - 17) / 87), spread = 12 + 15 * t ** 0.5;
        const u = cx / spread;
        const folds = Math.sin(u * 7.2 + 0.7 * noise(t * 2.2, 1, seed) + seed) * (0.25 + 1.5 * t) + 0.7 * Math.sin(u * 15.5 + 2.4 + 1.4 * noise(t * 3, 5, seed)) * (0.15 + t);
        const pull = 1.1 * Math.sin(Math.atan2(cx, cy + 1) * 26 + seed) * Math.exp(-((t / 0.26) ** 2));
        return U * (folds * 1.9 + pull * 0.7 + 1.2 * fbm(cx / 13, cy / 22, seed, 3));
    };
    const view = scene.view;
    scene.view = [0, 0, 1];
    cloth(scene, { shape: `<path d="${outline}"/>`, x: px(-27), y: py(17), width: U * 54, height: U * 90, dx: 7, dy: 4, relief, albedo: tone, base: [0, 0.05, 1],
        overlay: texture(scene, 'linen', { x: px(-27), y: py(17), width: U * 54, height: U * 90, seed, strength: 0.34, size: 1.2 }) });
    /* pockets: a second cloth that follows the first, with its own hem and the shadow of its mouth */
    for (const side of [-1, 1]) {
        const f = (a, b) => `${n1(px(side * a))} ${n1(py(b))}`;
        const shape = `M${f(3.2, 52.4)}Q${f(10, 53.4)} ${f(18.6, 52)}Q${f(19.2, 63)} ${f(18.8, 72)}Q${f(18.6, 74)} ${f(16.6, 74.2)}Q${f(11, 75)} ${f(5, 74.6)}Q${f(3.0, 74.4)} ${f(3.0, 72.4)}z`;
        scene.add(`<path d="${shape}" fill="#20160f" opacity=".55" filter="${scene.blur(U * 0.45)}" transform="translate(${n1(U * 0.4)} ${n1(U * 0.45)})"/>`);
        cloth(scene, { shape: `<path d="${shape}"/>`, x: Math.min(px(side * 2.8), px(side * 19.5)), y: py(51.6), width: U * 16.7, height: U * 23.6, dx: 7, dy: 4,
            relief: (sx, sy) => relief(sx, sy) * 0.85 + U * 0.8 * fbm((sx - x) / U / 5, (sy - y) / U / 9, seed + side + 4, 3), albedo: times(tone, 1.03), base: [0, 0.1, 1],
            overlay: texture(scene, 'linen', { x: Math.min(px(side * 2.8), px(side * 19.5)), y: py(51.6), width: U * 16.7, height: U * 23.6, seed: seed + 2, strength: 0.34, size: 1.2 }) });
        scene.add(`<path d="M${f(3.2, 52.6)}Q${f(10, 53.6)} ${f(18.6, 52.2)}" fill="none" stroke="#fff" stroke-opacity=".2" stroke-width="2"/><path d="M${f(3.2, 54.6)}Q${f(10, 55.6)} ${f(18.7, 54.2)}" fill="none" stroke="${dark}" stroke-width="1.5" stroke-dasharray="5 3.5" opacity=".6"/>`
            + `<path d="${shape}" fill="none" stroke="${dark}" stroke-width="1.3" stroke-dasharray="5 3.5" opacity=".4" transform="translate(${n1(px(side * 11) * 0.04)} ${n1(py(63) * 0.04)}) scale(.96)"/>`);
    }
    scene.view = view;
    scene.add(`<path d="${d('M-11.3 20.4C-6 21.5 6 21.5 11.3 20.4')}" fill="none" stroke="${dark}" stroke-width="1.5" stroke-dasharray="5 3.5" opacity=".55"/>`,
        `<path d="${outline}" fill="none" stroke="${css(times(tone, 0.5))}" stroke-width="1.6" opacity=".5"/>`, band(straps[0], 1), band(straps[1], 0.9));
}
