// Things turned on a wheel or a lathe: stacks of ellipses, each filled by what the light does at its front (or, inside, its back).

import { curve, even } from './curve.mjs';
import { shade } from './light.mjs';
import { clamp, noise, random } from './noise.mjs';
import { css, hex } from './colour.mjs';
import { n1, points } from './scene.mjs';

const STOPS = 36;

/* profile: [[radius, height]...] from foot to rim, in cm. material: (angle, height) => material. */
export function lathe(scene, { x = 0, y = 0, z = 0, profile, inside, material, insideMaterial = material,
    rings = 0.02, ringsPerCm = 2.2, seed = 1, floor = true, fill = null, lip = true, speckle = 0, occlude = null, pull = null }) {
    const outer = sections(profile, 1.6 / scene.scale, true);
    const top = outer[outer.length - 1];
    const pieces = [];
    for (const s of outer) {
        const wobble = rings * noise(s.h * ringsPerCm, 0, seed) + rings * 0.5 * noise(s.h * ringsPerCm * 3.1, 4, seed);
        const ny = s.ny + wobble, scale = 1 / Math.hypot(s.nr, ny);
        pieces.push(ring(scene, x, y, z, s, pull, (a) => {
            let low = floor ? 0.55 + 0.45 * Math.min(1, (s.h + 0.1) / 2.2) : 1;
            if (s.ny < -0.2 && floor) low *= 1 + 0.5 * s.ny;
            const normal = [Math.sin(a) * s.nr * scale, ny * scale, Math.cos(a) * s.nr * scale];
            if (occlude) low *= occlude(a, s.h, s.r);
            return shade(scene.light, scene.view, normal, material(a, s.h, seed), low,
                [x + Math.sin(a) * s.r, y + s.h, z + Math.cos(a) * s.r]);
        }));
    }
    scene.add(`<g>${pieces.join('')}</g>`);
    if (speckle) scene.add(speckles(scene, x, y, z, outer, speckle, seed));
    if (!inside) return;

    const inner = sections(inside, 1.6 / scene.scale, false);
    const mouth = inner[0];
    if (lip) {
        const l = { ...top, ny: 1, nr: 0.001 };
        scene.add(ring(scene, x, y, z, l, pull, (a) => shade(scene.light, scene.view,
            [Math.sin(a) * 0.35, 0.93, 0.1], material(a, top.h, seed), 0.98, [x, y + top.h, z])));
    }
    const [cx, cy] = scene.project(x, y + mouth.h, z);
    const clip = scene.clip(pull ? `<polygon points="${points(outline(scene, x, y, z, mouth, pull))}"/>` : `<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(mouth.r * scene.scale)}" ry="${n1(mouth.r * scene.scale * scene.sin)}"/>`);
    const depth = mouth.h - inner[inner.length - 1].h || 1;
    const rows = inner.filter((s) => !fill || s.h >= fill.height).map((s) => ring(scene, x, y, z, s, pull, (a) => {
        const shut = 1 - 0.62 * clamp((mouth.h - s.h) / Math.min(Math.max(depth, mouth.r * 0.85), mouth.r * 2.0)) ** 0.7;
        const left = 1 - 0.35 * Math.max(0, -Math.sin(a)) * (s.r / mouth.r) * clamp((mouth.h - s.h) / (mouth.r * 0.4));
        const normal = [-Math.sin(a) * s.nr, s.ny, Math.cos(a) * s.nr];
        return shade(scene.light, scene.view, normal, insideMaterial(a, s.h, seed), shut * left,
            [x + Math.sin(a) * s.r, y + s.h, z - Math.cos(a) * s.r]);
    }));
    scene.add(`<g clip-path="${clip}">${rows.join('')}${fill ? liquid(scene, x, y, z, inner, fill) : ''}</g>`);
}

/* Even sections with outward (or, inside, inward) normals as (nr, ny). */
function sections(profile, spacing, outside) {
    const line = even(curve(profile), spacing);
    return line.map(([r, h], i) => {
        const [r0, h0] = line[Math.max(0, i - 2)], [r1, h1] = line[Math.min(line.length - 1, i + 2)];
        const length = Math.hypot(r1 - r0, h1 - h0) || 1;
        const dr = (r1 - r0) / length, dh = (h1 - h0) / length;
        /* outside runs upward: its normal is (dh, -dr); inside runs downward from the rim and looks at the axis */
        return outside ? { r: Math.max(r, 0.01), h, nr: dh, ny: -dr } : { r: Math.max(r, 0.01), h, nr: -dh, ny: -dr };
    });
}

/* pull(angle, height) bends the circle, as a thumb pulls a lip; the angle runs all round, 0 towards the viewer. */
function outline(scene, x, y, z, s, pull) {
    const list = [];
    for (let k = 0; k < 96; k++) {
        const a = (k / 96) * 2 * Math.PI, r = s.r * pull(a, s.h);
        list.push(scene.project(x + r * Math.sin(a), y + s.h, z + r * Math.cos(a)));
    }
    return list;
}

function pulled(scene, x, y, z, s, pull, colour) {
    const list = outline(scene, x, y, z, s, pull);
    const low = Math.min(...list.map((p) => p[0])), high = Math.max(...list.map((p) => p[0]));
    const stops = [];
    for (let k = 0; k <= STOPS; k++) {
        const a = (-0.5 + k / STOPS) * Math.PI * 0.999;
        const [px] = scene.project(x + s.r * pull(a, s.h) * Math.sin(a), 0, 0);
        const at = (px - low) / (high - low);
        if (!stops.length || at > stops[stops.length - 1][0]) stops.push([at, colour(a)]);
    }
    return `<polygon points="${points(list)}" fill="${scene.linear(stops)}"/>`;
}

function ring(scene, x, y, z, s, pull, colour) {
    if (pull) return pulled(scene, x, y, z, s, pull, colour);
    const [cx, cy] = scene.project(x, y + s.h, z);
    const stops = [];
    for (let k = 0; k <= STOPS; k++) {
        const angle = (-0.5 + k / STOPS) * Math.PI * 0.999;
        stops.push([0.5 + 0.5 * Math.sin(angle), colour(angle)]);
    }
    const fill = scene.linear(stops);
    return `<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(s.r * scene.scale)}" ry="${n1(Math.max(0.4, s.r * scene.scale * scene.sin))}" fill="${fill}"/>`;
}

function liquid(scene, x, y, z, inner, { height, colour, shine = 0.35 }) {
    const s = inner.find((one) => one.h <= height) ?? inner[inner.length - 1];
    const [cx, cy] = scene.project(x, y + height, z);
    const rx = s.r * scene.scale, ry = rx * scene.sin;
    const base = scene.linear([[0, colour.map((c) => c * 0.55)], [0.35, colour.map((c) => c * 0.8)], [1, colour.map((c) => c * 1.25)]]);
    const edge = css(colour.map((c) => c * 2.1 + 0.02));
    return `<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(rx)}" ry="${n1(ry)}" fill="${base}"/>`
        + `<ellipse cx="${n1(cx)}" cy="${n1(cy)}" rx="${n1(rx - 3)}" ry="${n1(ry - 2)}" fill="none" stroke="${edge}" stroke-width="4" opacity=".55" filter="${scene.blur(2)}"/>`
        + `<path d="M${n1(cx - rx * 0.7)} ${n1(cy - ry * 0.1)} q${n1(rx * 0.15)} ${n1(-ry * 0.55)} ${n1(rx * 0.75)} ${n1(-ry * 0.62)} q${n1(-rx * 0.2)} ${n1(ry * 0.3)} ${n1(-rx * 0.75)} ${n1(ry * 0.62)}z" fill="#fff" opacity="${shine}" filter="${scene.blur(5)}"/>`;
}

/* Iron specks of the clay, burnt through the glaze. */
function speckles(scene, x, y, z, outer, amount, seed) {
    const next = random(seed * 977 + 5), out = [];
    const tall = outer[outer.length - 1].h;
    for (let i = 0; i < amount; i++) {
        const s = outer[Math.floor(next() * outer.length)];
        const angle = (next() - 0.5) * Math.PI * 0.96, size = (0.012 + 0.045 * next() ** 4) * scene.scale;
        if (s.h < 0.3 || s.h > tall - 0.05) continue;
        const [px, py] = scene.project(x + Math.sin(angle) * s.r, y + s.h, z + Math.cos(angle) * s.r);
        out.push(`<ellipse cx="${n1(px)}" cy="${n1(py)}" rx="${(size * Math.max(0.25, Math.cos(angle))).toFixed(2)}" ry="${size.toFixed(2)}" opacity="${(0.25 + 0.45 * next()).toFixed(2)}"/>`);
    }
    return `<g fill="${css(hex('#4a3424'))}">${out.join('')}</g>`;
}
