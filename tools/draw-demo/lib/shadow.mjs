// Shadows on the table: sharp where a thing touches, wider and fainter the higher the part that throws them.

import { css, hex } from './colour.mjs';
import { curve, even } from './curve.mjs';
import { n1, points } from './scene.mjs';

const ink = hex('#4a3626');

/* What a turned thing throws. */
export function latheShadow(scene, { x = 0, z = 0, y = 0, profile, strength = 0.5, handle = null }) {
    const [sx, sz] = scene.light.shadow;
    const line = even(curve(profile), 6 / scene.scale);
    const tall = Math.max(...line.map(([, h]) => h));
    const layers = 4;
    const scale = scene.scale;
    for (let k = layers - 1; k >= 0; k--) {
        const low = (tall * k) / layers, high = (tall * (k + 1)) / layers * 1.02;
        const discs = line.filter(([, h]) => h >= low - 0.2 && h <= high).map(([r, h]) => disc(scene, x + h * sx, y, z + h * sz, r));
        const lines = handle ? handle.filter(([, h]) => h >= low && h <= high).map(([hx, hy, hz]) => disc(scene, hx + hy * sx, y, hz + hy * sz, 0.5)) : [];
        scene.add(`<g fill="${css(ink)}" opacity="${(strength * (0.62 - 0.12 * k)).toFixed(3)}" filter="${scene.blur(scale * (0.12 + 0.24 * k * tall / 10))}">${discs.join('')}${lines.join('')}</g>`);
    }
    contact(scene, x, y, z, line[0][0], strength);
}

export function contact(scene, x, y, z, r, strength = 0.5) {
    const dark = css(hex('#2a201c'));
    const [cx, cy] = scene.project(x, y, z);
    const rx = r * scene.scale, ry = rx * scene.sin;
    scene.add(`<ellipse cx="${n1(cx + rx * 0.1)}" cy="${n1(cy + ry * 0.1)}" rx="${n1(rx * 1.12)}" ry="${n1(ry * 1.16)}" fill="${dark}" opacity="${(strength * 0.75).toFixed(2)}" filter="${scene.blur(scene.scale * 0.16)}"/>`
        + `<ellipse cx="${n1(cx)}" cy="${n1(cy + 1)}" rx="${n1(rx * 1.01)}" ry="${n1(ry * 1.04)}" fill="${dark}" opacity="${(strength * 1.2).toFixed(2)}" filter="${scene.blur(scene.scale * 0.045)}"/>`);
}

function disc(scene, x, y, z, r) {
    const [cx, cy] = scene.project(x, y, z);
    return `<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(r * scene.scale)}" ry="${n1(r * scene.scale * scene.sin)}"/>`;
}

/* What a prism over a base polygon [[x,z]...] throws: the base swept along the light. */
export function prismShadow(scene, { base, height, y = 0, strength = 0.5, soft = 1 }) {
    const [sx, sz] = scene.light.shadow;
    const at = (h, grow = 0) => {
        const mx = base.reduce((s, p) => s + p[0], 0) / base.length, mz = base.reduce((s, p) => s + p[1], 0) / base.length;
        return base.map(([px, pz]) => scene.project(px + (px - mx) * grow + h * sx, y, pz + (pz - mz) * grow + h * sz));
    };
    const layers = 4;
    for (let k = layers - 1; k >= 0; k--) {
        const shapes = [];
        for (let i = 0; i <= 6; i++) shapes.push(`<polygon points="${points(at((height * (k + i / 6)) / layers))}"/>`);
        scene.add(`<g fill="${css(ink)}" opacity="${(strength * (0.6 - 0.11 * k)).toFixed(3)}" filter="${scene.blur(scene.scale * soft * (0.1 + 0.25 * k * Math.max(height, 0.8) / 8))}">${shapes.join('')}</g>`);
    }
    scene.add(`<polygon points="${points(at(0))}" fill="${css(hex('#2a201c'))}" opacity="${(strength * 1.1).toFixed(2)}" stroke="${css(hex('#2a201c'))}" stroke-width="4" filter="${scene.blur(Math.max(2.5, scene.scale * 0.07))}"/>`);
}
