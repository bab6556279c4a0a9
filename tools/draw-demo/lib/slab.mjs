// Flat things that lie or stand: boxes, books, boards, cards. An outline on the ground, drawn up to a height.

import { css, times } from './colour.mjs';
import { shade, unit } from './light.mjs';
import { points } from './scene.mjs';
import { prismShadow } from './shadow.mjs';

export const rectangle = (w, d) => [[-w / 2, -d / 2], [w / 2, -d / 2], [w / 2, d / 2], [-w / 2, d / 2]];

export function rounded(w, d, r, steps = 8) {
    const out = [];
    [[w / 2 - r, -d / 2 + r, -90], [w / 2 - r, d / 2 - r, 0], [-w / 2 + r, d / 2 - r, 90], [-w / 2 + r, -d / 2 + r, 180]].forEach(([x, z, from]) => {
        for (let k = 0; k <= steps; k++) {
            const a = ((from + (90 * k) / steps) * Math.PI) / 180;
            out.push([x + r * Math.cos(a), z + r * Math.sin(a)]);
        }
    });
    return out;
}

export function turned(outline, degrees, x = 0, z = 0) {
    const a = (degrees * Math.PI) / 180, c = Math.cos(a), s = Math.sin(a);
    return outline.map(([px, pz]) => [x + px * c - pz * s, z + px * s + pz * c]);
}

/* A group whose own coordinates are pixels along u and v of a plane in space, so that textures scale as they should. */
export function onPlane(scene, at, u, v, content) {
    const [ox, oy] = scene.project(...at);
    const step = (d) => {
        const [px, py] = scene.project(at[0] + d[0], at[1] + d[1], at[2] + d[2]);
        return [(px - ox) / scene.scale, (py - oy) / scene.scale];
    };
    const [a, b] = step(u), [c, d] = step(v);
    return `<g transform="matrix(${[a, b, c, d, ox, oy].map((n) => Number(n.toFixed(4))).join(' ')})">${content}</g>`;
}

/* outline is given around (0,0), then turned and moved. top: (scene) => SVG in the plane's pixels, origin at the middle. */
export function slab(scene, { outline, x = 0, y = 0, z = 0, height, angle = 0, material, side = material, top = '', shadow = 0.5, soft = 1, topShade = 1, edgeLight = 0.35, gradient = 0.12 }) {
    const base = turned(outline, angle, x, z);
    if (shadow) prismShadow(scene, { base, height, y, strength: shadow, soft });
    sides(scene, base, y, height, side);
    const face = base.map(([px, pz]) => scene.project(px, y + height, pz));
    const flat = shade(scene.light, scene.view, [0, 1, 0], material, topShade, [x, y + height, z]);
    const xs = face.map((p) => p[0]), ys = face.map((p) => p[1]);
    const fill = scene.linear([[0, times(flat, 1 + gradient)], [0.55, flat], [1, times(flat, 1 - gradient)]],
        { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys), pixels: true });
    scene.add(`<polygon points="${points(face)}" fill="${fill}"/>`);
    const a = (angle * Math.PI) / 180;
    if (top) {
        const clip = scene.clip(`<polygon points="${points(face)}"/>`);
        scene.add(`<g clip-path="${clip}">${onPlane(scene, [x, y + height, z], [Math.cos(a), 0, Math.sin(a)], [-Math.sin(a), 0, Math.cos(a)], top)}</g>`);
    }
    if (edgeLight) scene.add(`<polygon points="${points(face)}" fill="none" stroke="#fff" stroke-opacity="${edgeLight}" stroke-width="1.6"/>`);
    return face;
}

/* The faces of a prism that the viewer sees. */
export function sides(scene, base, y, height, side, layers = null) {
    const middle = base.reduce((s, p) => [s[0] + p[0] / base.length, s[1] + p[1] / base.length], [0, 0]);
    const out = [];
    base.forEach((p, i) => {
        const q = base[(i + 1) % base.length];
        let n = unit([q[1] - p[1], 0, p[0] - q[0]]);
        if ((p[0] - middle[0]) * n[0] + (p[1] - middle[1]) * n[2] < 0) n = times(n, -1);
        if (n[2] <= 0.001) return;
        const material = typeof side === 'function' ? side(n) : side;
        const low = shade(scene.light, scene.view, n, material, 0.72, [p[0], y, p[1]]), high = shade(scene.light, scene.view, n, material, 1, [p[0], y + height, p[1]]);
        const [x1, y1] = scene.project(p[0], y, p[1]), [x2, y2] = scene.project(q[0], y, q[1]);
        const [, top1] = scene.project(p[0], y + height, p[1]), [, top2] = scene.project(q[0], y + height, q[1]);
        const fill = scene.linear([[0, high], [0.5, times(high, 0.96)], [1, low]], { x1: 0, y1: Math.min(top1, top2), x2: 0, y2: Math.max(y1, y2), pixels: true });
        out.push(`<polygon points="${points([[x1, top1], [x2, top2], [x2, y2], [x1, y1]])}" fill="${fill}" stroke="${fill}" stroke-width="1"/>`);
        if (layers) out.push(layers([x1, top1], [x2, top2], [x2, y2], [x1, y1], n));
    });
    scene.add(out.join(''));
}

/* Fine lines between two edges: the leaves of a book, the sheets of a stack. */
export function leaves(count, colour, opacity) {
    return (a, b, c, d) => {
        let path = '';
        for (let i = 1; i < count; i++) {
            const t = i / count;
            path += `M${(a[0] + (d[0] - a[0]) * t).toFixed(1)} ${(a[1] + (d[1] - a[1]) * t).toFixed(1)}L${(b[0] + (c[0] - b[0]) * t).toFixed(1)} ${(b[1] + (c[1] - b[1]) * t).toFixed(1)}`;
        }
        return `<path d="${path}" stroke="${css(colour)}" stroke-width=".9" opacity="${opacity}" fill="none"/>`;
    };
}
