// Dry grasses for the vases.

import { css, hex, mix, times } from '../lib/colour.mjs';
import { curve } from '../lib/curve.mjs';
import { random } from '../lib/noise.mjs';
import { n1 } from '../lib/scene.mjs';
import { tube } from '../lib/tube.mjs';

const straw = hex('#b08d5b'), seedLight = hex('#e3cda2'), seedDark = hex('#9b7845');

/* Nodding oat-like heads on thin stalks. */
export function grasses(list, seed = 11) {
    return (scene, [x, y, z]) => {
        list.forEach(([lean, tall, bow], i) => {
            const path = [[x, y - 0.2, z], [x + lean * 0.22, y + tall * 0.35, z], [x + lean * 0.6, y + tall * 0.72, z + 0.3], [x + lean * 0.85 + bow * 0.3, y + tall * 0.94, z + 0.5], [x + lean + bow, y + tall, z + 0.6]];
            tube(scene, { path, radius: (t) => 0.085 - 0.05 * t, material: () => ({ albedo: times(straw, 0.85) }), spacing: 5 });
            head(scene, curve(path, 30), random(seed + i * 31), bow < 0 ? -1 : 1);
        });
    };
}

function head(scene, line, next, side) {
    const out = [];
    const from = Math.floor(line.length * 0.58);
    for (let i = from; i < line.length; i += 1) {
        const t = (i - from) / (line.length - from);
        const [px, py] = scene.project(...line[i]);
        const [qx, qy] = scene.project(...line[Math.min(line.length - 1, i + 2)]);
        const [ox, oy] = scene.project(...line[Math.max(0, i - 2)]);
        const along = (Math.atan2(qy - oy, qx - ox) * 180) / Math.PI;
        for (let k = 0; k < 2; k++) {
            const swing = (k ? 1 : -1) * (26 + 26 * next()) * (1 - 0.45 * t);
            const length = scene.scale * (0.75 + 0.55 * next()) * (1.05 - 0.5 * t), thick = length * (0.13 + 0.05 * next());
            const reach = scene.scale * 0.22 * (1 - t) * next();
            const fill = css(times(mix(seedDark, seedLight, next()), k ? 0.82 : 0.98));
            out.push(`<path transform="translate(${n1(px)} ${n1(py)}) rotate(${n1(along + swing)}) translate(${n1(reach)} 0)" d="M0 0C${n1(length * 0.3)} ${n1(-thick)} ${n1(length * 0.7)} ${n1(-thick * 0.9)} ${n1(length)} 0C${n1(length * 0.7)} ${n1(thick * 0.9)} ${n1(length * 0.3)} ${n1(thick)} 0 0z" fill="${fill}" stroke="${css(times(seedDark, 0.7))}" stroke-width=".6" stroke-opacity=".5"/>`);
            if (next() > 0.72) out.push(`<path transform="translate(${n1(px)} ${n1(py)}) rotate(${n1(along + swing * 0.8)})" d="M${n1(length * 0.8)} 0q${n1(length * 0.7)} ${n1(-side * 3)} ${n1(length * 1.3)} ${n1(side * 2)}" stroke="${css(seedLight)}" stroke-width="1" fill="none" opacity=".8"/>`);
        }
    }
    scene.add(`<g>${out.join('')}</g>`);
}
