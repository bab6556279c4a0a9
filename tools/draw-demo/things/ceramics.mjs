// What the pottery looks like: glazes, shapes, and how to put one on the table.

import { hex, mix, times } from '../lib/colour.mjs';
import { lathe } from '../lib/lathe.mjs';
import { fbm, noise, step } from '../lib/noise.mjs';
import { latheShadow } from '../lib/shadow.mjs';
import { tube } from '../lib/tube.mjs';

export const glazes = {
    Oat: { glaze: hex('#e9dfcc'), thin: hex('#c9a67c'), specks: 260 },
    Clay: { glaze: hex('#b06f55'), thin: hex('#8a4630'), specks: 90 },
    Slate: { glaze: hex('#5d7180'), thin: hex('#8d8478'), specks: 130 },
    Sage: { glaze: hex('#9fa68f'), thin: hex('#b59f78'), specks: 170 },
};
const bare = hex('#b08c68');

/* Glaze that thins at the rim and ends in a wavering line above the foot. */
export function stoneware(name, { foot = 0.6, rim = 9, height = rim } = {}) {
    const { glaze, thin } = glazes[name];
    return (angle, h, seed = 1) => {
        const edge = foot + 0.12 * noise(angle * 1.7, seed, 3) + 0.05 * noise(angle * 6, seed, 4);
        const cloud = 1 + 0.07 * fbm(angle * 1.3, h * 0.45, seed, 3);
        const onRim = 1 - step(rim - 0.32, rim - 0.05, h);
        const covered = step(edge - 0.05, edge + 0.04, h);
        const pool = 1 - 0.10 * (1 - step(edge, edge + 0.35, h)) * covered;
        const colour = times(mix(thin, glaze, 0.25 + 0.75 * onRim), cloud * pool);
        return {
            albedo: mix(times(bare, 1 + 0.06 * noise(angle * 9, h * 14, seed)), colour, covered),
            gloss: (0.40 + 0.10 * noise(angle * 2, h * 0.6, seed + 8)) * covered + 0.02, sharp: 0.25,
        };
    };
}

export const mugShapes = {
    small: { r: 4.0, h: 8.5 },
    large: { r: 4.5, h: 10 },
};

export function mug(scene, { size = 'large', glaze, x = 0, z = 0, turn = -0.22, coffee = false, seed = 1, y = 0, side = 1 }) {
    const { r, h } = mugShapes[size];
    const profile = [[r * 0.80, 0], [r * 0.83, 0.05], [r * 0.86, 0.35], [r * 0.955, 0.9], [r * 0.99, 1.8], [r, h * 0.5], [r * 0.985, h * 0.85], [r, h - 0.12], [r * 0.985, h]];
    const inside = [[r * 0.93, h - 0.02], [r * 0.915, h - 0.2], [r * 0.915, h * 0.6], [r * 0.9, 1.6], [r * 0.7, 0.7], [0.02, 0.55]];
    const a = turn;
    const ux = Math.cos(a) * side, uz = Math.sin(a);
    const out = (d, yy) => [x + ux * d, y + yy, z + uz * d];
    const path = [out(r * 0.93, h * 0.80), out(r * 1.06, h * 0.825), out(r * 1.38, h * 0.80), out(r * 1.62, h * 0.64), out(r * 1.60, h * 0.44), out(r * 1.34, h * 0.27), out(r * 1.06, h * 0.22), out(r * 0.93, h * 0.215)];
    latheShadow(scene, { x, y, z, profile, handle: path.flatMap((p, i, all) => i ? [p, p.map((c, d) => (c + all[i - 1][d]) / 2)] : [p]) });
    const material = stoneware(glaze, { foot: 0.75, rim: h });
    const fill = coffee ? { height: h - 1.5, colour: hex('#3b2114'), shine: 0.3 } : null;
    const handle = () => tube(scene, {
        path, radius: (t) => 0.50 + 0.20 * Math.abs(t - 0.5) ** 1.5 * 2.2, material: () => material(a, h * 0.5, seed),
        occlude: (t) => 0.62 + 0.2 * step(0, 0.3, t) * step(0, 0.3, 1 - t),
    });
    if (uz < 0) handle();
    lathe(scene, { x, y, z, profile, inside, material, insideMaterial: inner(material), fill, speckle: glazes[glaze].specks, seed });
    if (uz >= 0) handle();
}

/* Inside, the glaze is whole and thick. */
export const inner = (material) => (angle, h, seed) => ({ ...material(angle, Math.max(2, Math.min(h, 6)), seed), gloss: 0.3 });

const toasted = hex('#b58f69');

/* Bare outside with the potter's ridges, glazed within. */
export function bowl(scene, { r = 8, h = r * 0.86, x = 0, y = 0, z = 0, seed = 2, shadow = true, fill = null }) {
    const profile = [[r * 0.44, 0], [r * 0.455, 0.04], [r * 0.45, 0.55], [r * 0.47, 0.75], [r * 0.66, h * 0.24], [r * 0.85, h * 0.48], [r * 0.955, h * 0.76], [r * 0.995, h - 0.1], [r * 0.99, h]];
    const inside = [[r * 0.945, h - 0.02], [r * 0.925, h * 0.86], [r * 0.82, h * 0.5], [r * 0.62, h * 0.25], [r * 0.38, h * 0.14], [r * 0.16, h * 0.122], [0.02, h * 0.12]];
    if (shadow) latheShadow(scene, { x, y, z, profile });
    const outside = (a, hh) => ({
        albedo: times(mix(toasted, hex('#c9a37a'), step(h * 0.2, h, hh) + 0.3 * fbm(a * 2, hh, seed, 2)), 1 + 0.05 * noise(a * 30, hh * 40, seed)),
        gloss: 0.05, sharp: 0,
    });
    const glaze = glazes.Oat.glaze;
    const within = (a, hh) => ({ albedo: times(mix(hex('#c2a27c'), glaze, 1 - step(h - 0.45, h - 0.2, hh + 0.08 * noise(a * 3, 1, seed))), 1 + 0.05 * fbm(a, hh * 0.6, seed, 3)), gloss: 0.3, sharp: 0.2 });
    lathe(scene, { x, y, z, profile, inside, material: outside, insideMaterial: within, rings: 0.16, ringsPerCm: 1.15, speckle: 160, seed, floor: y === 0, fill });
}

/* Bowls one in another, largest first: each shows only above the front rim of the one that holds it. */
export function nest(scene, { x = 0, z = 0, bowls }) {
    let y = 0, clip = null;
    for (const { r, rise = 0, seed } of bowls) {
        y += rise;
        const one = () => bowl(scene, { r, x, z, y, seed, shadow: !clip });
        if (clip) scene.group(`clip-path="${clip}"`, one);
        else one();
        const mouth = r * 0.945, [cx, cy] = scene.project(x, y + r * 0.86, z), rx = mouth * scene.scale;
        clip = scene.clip(`<path d="M${cx - 2000} -2000H${cx + 2000}V${cy}H${cx + rx}A${rx} ${rx * scene.sin} 0 0 1 ${cx - rx} ${cy}H${cx - 2000}z"/>`);
    }
}

export function jug(scene, { glaze = 'Oat', x = 0, z = 0, seed = 5, turn = -0.15 }) {
    const profile = [[4.6, 0], [4.75, 0.06], [4.95, 0.5], [5.9, 2.4], [6.35, 5.2], [6.0, 8.4], [4.9, 11.8], [4.15, 14.6], [4.1, 16.6], [4.45, 18.6], [4.62, 19.4], [4.6, 19.55]];
    const inside = [[4.28, 19.5], [4.1, 18.6], [3.75, 16.6], [3.8, 14.6], [4.5, 11.8], [5.0, 9.5]];
    const pull = (a, h) => {
        const off = Math.abs(((a + Math.PI / 2 + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
        const rise = step(14.5, 19.5, h);
        return 1 + rise * rise * (0.42 * Math.exp(-((off / 0.34) ** 2)) - 0.05 * Math.exp(-(((off - 0.8) / 0.3) ** 2)));
    };
    const ux = Math.cos(turn), uz = Math.sin(turn);
    const out = (d, h) => [x + ux * d, h, z + uz * d];
    const path = [out(4.0, 17.4), out(4.7, 17.7), out(6.4, 17.9), out(8.3, 16.6), out(9.1, 13.6), out(8.8, 10.0), out(7.6, 7.2), out(6.3, 5.6), out(5.6, 5.2)];
    latheShadow(scene, { x, z, profile, handle: path });
    const material = stoneware(glaze, { foot: 0.9, rim: 19.5 });
    tube(scene, { path, radius: (t) => 0.62 + 0.22 * Math.abs(t - 0.45) ** 1.4, material: () => material(0.6, 8, seed), occlude: (t) => 0.64 + 0.2 * step(0, 0.25, t) * step(0, 0.3, 1 - t) });
    lathe(scene, { x, z, profile, inside, material, insideMaterial: inner(material), speckle: glazes[glaze].specks * 1.3, seed, pull, rings: 0.035, ringsPerCm: 1.6 });
}

export const vaseShapes = {
    short: { tall: 16, profile: [[4.1, 0], [4.25, 0.06], [4.45, 0.5], [5.35, 2.6], [5.7, 5.2], [5.0, 8.2], [3.2, 10.7], [1.75, 12.4], [1.35, 13.8], [1.42, 15.2], [1.78, 15.9], [1.78, 16]] },
    tall: { tall: 26, profile: [[4.3, 0], [4.45, 0.06], [4.6, 0.5], [5.2, 3.2], [5.35, 7.5], [4.75, 12.5], [3.2, 16.6], [1.8, 19.6], [1.4, 22.4], [1.42, 24.6], [1.85, 25.85], [1.85, 26]] },
};

export function vase(scene, { size = 'tall', glaze = 'Oat', x = 0, z = 0, seed = 7, stems = null }) {
    const { tall, profile } = vaseShapes[size];
    const inside = [[1.45, tall - 0.02], [1.25, tall - 0.6], [1.05, tall - 2], [1.1, tall - 4]];
    latheShadow(scene, { x, z, profile });
    const material = stoneware(glaze, { foot: 0.8, rim: tall });
    lathe(scene, { x, z, profile, inside, material, insideMaterial: inner(material), speckle: glazes[glaze].specks * 1.4, seed, rings: 0.03, ringsPerCm: 1.5 });
    if (stems) stems(scene, [x, tall - 0.35, z]);
}

/* A flat plate with a low rim. */
export function plate(scene, { r = 13, x = 0, y = 0, z = 0, glaze = 'Oat', seed = 9 }) {
    const profile = [[r * 0.62, 0], [r * 0.64, 0.3], [r * 0.8, 0.8], [r * 0.96, 1.7], [r, 2.0]];
    const inside = [[r * 0.975, 2.0], [r * 0.93, 1.6], [r * 0.82, 0.95], [r * 0.74, 0.75], [0.02, 0.7]];
    latheShadow(scene, { x, y, z, profile, strength: 0.4 });
    const material = stoneware(glaze, { foot: 0.05, rim: 2 });
    const within = (a, h) => ({ albedo: times(glazes[glaze].glaze, 1 + 0.03 * noise(a, h, seed)), gloss: 0.12, sharp: 0.1 });
    lathe(scene, { x, y, z, profile, inside, material, insideMaterial: within, floor: false, seed });
}
