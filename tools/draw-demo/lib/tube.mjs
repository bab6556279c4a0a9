// Handles, twine, stems, pencils: a round section swept along a line in space.

import { curve, even } from './curve.mjs';
import { cross, dot, shade, unit } from './light.mjs';
import { plus, times } from './colour.mjs';
import { n1, points } from './scene.mjs';

const STOPS = 12;

/* path: [[x,y,z]...] in cm; radius: number or (0..1) => number; flat squeezes the section towards the eye. */
export function tube(scene, { path, radius, material, spacing = 3, straight = false, occlude = null, steps = 20, stops: count = STOPS }) {
    const line = even(straight ? densify(path) : curve(path, steps), spacing / scene.scale);
    const last = line.length - 1;
    const size = typeof radius === 'function' ? radius : () => radius;
    const out = [];
    const cross2 = line.map((p, i) => {
        const a = line[Math.max(0, i - 1)], b = line[Math.min(last, i + 1)];
        const along = unit([b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
        let side = cross(scene.view, along);
        if (Math.hypot(...side) < 1e-3) side = [1, 0, 0];
        side = unit(side);
        let face = unit(plus(scene.view, times(along, -dot(scene.view, along))));
        const r = size(i / last);
        const [ax, ay] = scene.project(...plus(p, times(side, r)));
        const [bx, by] = scene.project(...plus(p, times(side, -r)));
        return { p, side, face, r, a: [ax, ay], b: [bx, by] };
    });
    for (let i = 0; i < last; i++) {
        const c = cross2[i], d = cross2[i + 1];
        const stops = [];
        for (let k = 0; k <= count; k++) {
            const angle = (-0.5 + k / count) * Math.PI;
            const normal = plus(times(c.side, -Math.sin(angle)), times(c.face, Math.cos(angle)));
            const shut = occlude ? occlude(i / last, c.p) : 1;
            stops.push([0.5 + 0.5 * Math.sin(angle), shade(scene.light, scene.view, normal, material(i / last, angle), shut, c.p)]);
        }
        const fill = scene.linear(stops, { x1: c.a[0], y1: c.a[1], x2: c.b[0], y2: c.b[1], pixels: true });
        /* run on a little under the next piece, so that no seam shows */
        const over = 1.6, dx = d.p[0] - c.p[0];
        const [cx, cy] = scene.project(...c.p), [ex, ey] = scene.project(...d.p);
        const len = Math.hypot(ex - cx, ey - cy) || 1, ox = ((ex - cx) / len) * over, oy = ((ey - cy) / len) * over;
        out.push(`<polygon points="${points([c.a, [d.a[0] + ox, d.a[1] + oy], [d.b[0] + ox, d.b[1] + oy], c.b])}" fill="${fill}"/>`);
    }
    scene.add(`<g>${out.join('')}</g>`);
    return line;
}

function densify(path) {
    const out = [];
    for (let i = 0; i < path.length - 1; i++)
        for (let k = 0; k < 60; k++) out.push(path[i].map((c, d) => c + ((path[i + 1][d] - c) * k) / 60));
    out.push(path[path.length - 1]);
    return out;
}

/* The outline of a flat ribbon or shadow along a path, for simple strokes. */
export function stroke(scene, path, width, colour, extra = '') {
    const line = curve(path, 16).map((p) => scene.project(...p));
    return `<polyline points="${points(line)}" fill="none" stroke="${colour}" stroke-width="${n1(width * scene.scale)}" stroke-linejoin="round" stroke-linecap="round" ${extra}/>`;
}
