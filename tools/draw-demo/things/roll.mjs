// Felt rolled up, its end towards us.

import { css, times } from '../lib/colour.mjs';
import { shade } from '../lib/light.mjs';
import { fbm } from '../lib/noise.mjs';
import { n1, points } from '../lib/scene.mjs';
import { texture } from '../lib/textile.mjs';
import { tube } from '../lib/tube.mjs';
import { cloths } from './stationery.mjs';

/* angle: how far the roll's left end is turned towards the viewer. */
export function feltRoll(scene, { colour, x, z, radius, length = 15, angle = 24, seed = 1 }) {
    const a = (angle * Math.PI) / 180, along = [Math.cos(a), 0, -Math.sin(a)];
    const end = (t) => [x + along[0] * t, radius, z + along[2] * t];
    const tone = cloths[colour];
    const [p, q] = [scene.project(...end(-length / 2).map((c, i) => (i === 1 ? 0 : c))), scene.project(...end(length / 2).map((c, i) => (i === 1 ? 0 : c)))];
    for (const [wide, blur, opacity, shift] of [[1.7, 0.75, 0.30, 0.9], [1.3, 0.3, 0.32, 0.4], [0.7, 0.1, 0.5, 0]])
        scene.add(`<line x1="${n1(p[0] + shift * scene.scale)}" y1="${n1(p[1] + shift * 8)}" x2="${n1(q[0] + shift * scene.scale)}" y2="${n1(q[1] + shift * 8)}" stroke="#3a291c" stroke-width="${n1(radius * wide * scene.scale * 0.62)}" opacity="${opacity}" filter="${scene.blur(blur * scene.scale)}"/>`);
    const material = (t, angle2) => ({ albedo: times(tone, 1 + 0.05 * fbm(t * 9, angle2 * 4, seed, 3)), velvet: 0.25 });
    tube(scene, { path: [end(-length / 2), end(length / 2)], straight: true, radius, material, spacing: 5, occlude: () => 0.97 });
    const [bx, by] = scene.project(...end(-length / 2)), [cx, cy] = scene.project(...end(length / 2));
    const box = { x: Math.min(bx, cx) - radius * scene.scale, y: Math.min(by, cy) - radius * scene.scale * 1.1, width: Math.abs(cx - bx) + 2 * radius * scene.scale, height: Math.abs(cy - by) + radius * scene.scale * 2.2 };
    /* the end: a spiral of felt, seen as the ellipse of a circle that stands across the axis */
    const ring = (r, from = 0, turns = 1, steps = 90) => {
        const out = [];
        for (let i = 0; i <= steps; i++) {
            const w = from + (i / steps) * turns * 2 * Math.PI, rr = typeof r === 'function' ? r(i / steps) : r;
            const [ex, , ez] = end(-length / 2);
            out.push(scene.project(ex + Math.cos(w) * rr * -along[2], radius + Math.sin(w) * rr, ez + Math.cos(w) * rr * along[0]));
        }
        return out;
    };
    const disc = points(ring(radius * 1.004));
    const body = scene.clip(`<path d="M${points([...tubeHull(scene, end, length, radius)])}z"/><polygon points="${disc}"/>`);
    scene.add(`<g clip-path="${body}">${texture(scene, 'felt', { ...box, seed, strength: 0.7, size: 1.3 })}</g>`);
    const cut = shade(scene.light, scene.view, [-along[0], 0, -along[2]], { albedo: times(tone, 1.05) });
    scene.add(`<polygon points="${disc}" fill="${css(times(cut, 0.92))}"/>`);
    const turns = 5.2, core = 0.2;
    const spiral = points(ring((t) => radius * (1 - (1 - core) * t), -0.6, turns, 420));
    scene.add(`<g clip-path="${scene.clip(`<polygon points="${disc}"/>`)}"><polyline points="${spiral}" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="14" filter="${scene.blur(6)}"/>`
        + `<polyline points="${spiral}" fill="none" stroke="${css(times(tone, 0.22))}" stroke-width="5" opacity=".85" filter="${scene.blur(0.8)}"/>`
        + `<polygon points="${points(ring(radius * core * 0.8))}" fill="${css(times(tone, 0.12))}" filter="${scene.blur(5)}"/>`
        + texture(scene, 'felt', { ...box, width: radius * 2.4 * scene.scale, seed: seed + 4, strength: 0.7, size: 1.2 }) + '</g>');
    scene.add(`<polygon points="${disc}" fill="none" stroke="#fff" stroke-opacity=".16" stroke-width="2.5"/>`);
}

function tubeHull(scene, end, length, radius) {
    const a = scene.project(...end(-length / 2)), b = scene.project(...end(length / 2));
    const dx = b[0] - a[0], dy = b[1] - a[1], l = Math.hypot(dx, dy), r = radius * scene.scale;
    const nx = (-dy / l) * r, ny = (dx / l) * r;
    return [[a[0] + nx, a[1] + ny], [b[0] + nx, b[1] + ny], [b[0] - nx, b[1] - ny], [a[0] - nx, a[1] - ny]];
}
