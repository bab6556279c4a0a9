// The wall, the table and the window's light on them.

import { css, hex, mix, times } from './colour.mjs';
import { random } from './noise.mjs';
import { n1, points } from './scene.mjs';
import { texture } from './textile.mjs';

export const walls = {
    oat: ['#efe7da', '#d9ccb9'],
    sage: ['#d9dbcd', '#bbc0ac'],
    mist: ['#dbe0e0', '#bcc5c8'],
    clay: ['#eadacd', '#d2b6a4'],
    sand: ['#ead9bd', '#d2bb95'],
    dusk: ['#3d4449', '#272c31'],
};

export const tables = {
    plaster: ['#f1ebe1', '#dccfbd'],
    stone: ['#dcdad3', '#bdb8ae'],
    oak: ['#d8b98e', '#b48f61'],
    walnut: ['#8a6547', '#5d412c'],
    sand: ['#ecdcc2', '#d5bd98'],
    night: ['#4a3b30', '#2a211c'],
};

/* horizon: where the table ends, in pixels from the top; sweep makes wall and table one bent sheet. */
export function backdrop(scene, { wall = 'oat', table = 'plaster', horizon = 820, sweep = 170, window: pane = true, leaf = false, seed = 3, sun = false }) {
    const { width: w, height: h } = scene;
    const [wallLight, wallDark] = walls[wall].map(hex), [near, far] = tables[table].map(hex);
    const wood = table === 'oak' || table === 'walnut' || table === 'night';
    scene.add(`<rect width="${w}" height="${h}" fill="${scene.linear([[0, mix(wallLight, wallDark, 0.1)], [0.45, mix(wallLight, wallDark, 0.38)], [1, times(wallDark, 0.86)]], { x2: 1, y2: 0.35 })}"/>`);
    if (pane) scene.add(windowLight(scene, horizon, wallLight, leaf, seed));
    const fade = scene.linear([[0, far, sweep ? 0 : 1], [Math.min(0.4, sweep / (h - horizon)), mix(far, near, 0.3)], [0.55, mix(far, near, 0.75)], [1, mix(far, near, 0.55)]], { x2: 0, y2: 1 });
    const top = horizon - sweep / 2;
    scene.add(`<rect y="${top}" width="${w}" height="${h - top}" fill="${fade}"/>`);
    if (wood) boards(scene, top, table, seed);
    const fall = scene.id('m');
    scene.define(`<mask id="${fall}"><rect y="${top}" width="${w}" height="${h - top}" fill="${scene.linear([[0, [0, 0, 0]], [Math.min(0.7, (sweep * 2) / (h - horizon)), [1, 1, 1]], [1, [1, 1, 1]]], { x2: 0, y2: 1 })}"/></mask>`);
    scene.add(`<rect y="${top}" width="${w}" height="${h - top}" mask="url(#${fall})" fill="${scene.linear([[0, [1, 0.97, 0.9], 0.24], [0.5, [1, 0.97, 0.9], 0.02], [1, hex('#4b3a2e'), 0.16]])}"/>`);
    if (sun) scene.add(sunlight(scene, sun));
    if (!sweep) scene.add(`<rect y="${horizon - 14}" width="${w}" height="26" fill="${css(hex('#33261d'))}" opacity=".16" filter="${scene.blur(9)}"/>`);
}

function windowLight(scene, horizon, colour, leaf, seed) {
    const { width: w, height: h } = scene;
    const lean = 0.2, panes = [];
    const pw = w * 0.24, ph = h * 0.235, x0 = w * 0.30, y0 = -h * 0.05;
    for (let r = 0; r < 3; r++)
        for (let c = 0; c < 2; c++) {
            const x = x0 + c * (pw + 26) + r * ph * lean * 0.2, y = y0 + r * (ph + 26) + c * 46;
            panes.push(`<polygon points="${points([[x, y], [x + pw, y + pw * lean], [x + pw + ph * 0.1, y + pw * lean + ph], [x + ph * 0.1, y + ph]])}"/>`);
        }
    const glow = css(mix(colour, [1, 0.95, 0.84], 0.75));
    const fade = scene.linear([[0, [1, 1, 1]], [0.6, [1, 1, 1]], [1, [0, 0, 0]]], { x1: 0, y1: 0, x2: 0, y2: horizon, pixels: true });
    const mask = scene.id('m');
    const leaves = leaf ? `<g fill="#000" opacity=".55" filter="${scene.blur(16)}">${branch(w * 0.86, h * 0.02, w, h)}</g>` : '';
    scene.define(`<mask id="${mask}"><rect width="${w}" height="${h}" fill="${fade}"/>${leaves}</mask>`);
    return `<g mask="url(#${mask})"><g fill="${glow}" opacity=".5" filter="${scene.blur(20)}">${panes.join('')}</g></g>`;
}

/* Bars of window light across a table seen from above, with a branch in the way. */
function sunlight(scene, strength) {
    const { width: w, height: h } = scene, bars = [];
    for (let r = -1; r < 4; r++)
        for (let c = 0; c < 3; c++) {
            const x = w * (-0.28 + c * 0.42 + r * 0.15), y = h * (-0.10 + r * 0.30) + c * 40;
            bars.push(`<polygon points="${points([[x, y], [x + w * 0.37, y + h * 0.03], [x + w * 0.505, y + h * 0.292], [x + w * 0.135, y + h * 0.262]])}"/>`);
        }
    const mask = scene.id('m');
    scene.define(`<mask id="${mask}"><rect width="${w}" height="${h}" fill="#fff"/><g fill="#000" opacity=".6" filter="${scene.blur(14)}">${branch(w * 1.02, h * 0.04, w * 1.5, h)}</g></mask>`);
    return `<rect width="${w}" height="${h}" fill="#3c2f26" opacity="${0.08 * strength}"/><g mask="url(#${mask})" fill="#fff3dc" opacity="${0.30 * strength}"><g filter="${scene.blur(15)}">${bars.join('')}</g></g>`;
}

/* The shadow of a branch outside the window. */
function branch(x, y, w, h) {
    const out = [];
    for (let i = 0; i < 13; i++) {
        const t = i / 12, bx = x - t * w * 0.42, by = y + t * h * 0.34 + Math.sin(t * 3) * 30;
        for (const side of [-1, 1]) {
            const a = (140 + side * 48 - t * 10) , len = w * (0.12 - 0.05 * t);
            out.push(`<path transform="translate(${n1(bx)} ${n1(by)}) rotate(${n1(a)})" d="M0 0C${n1(len * 0.3)} ${n1(-len * 0.2)} ${n1(len * 0.7)} ${n1(-len * 0.16)} ${n1(len)} 0C${n1(len * 0.7)} ${n1(len * 0.16)} ${n1(len * 0.3)} ${n1(len * 0.2)} 0 0z"/>`);
        }
    }
    return out.join('');
}

/* Boards that run from left to right: tone from board to board, broad figure, fine pores. */
function boards(scene, top, kind, seed) {
    const { width: w, height: h } = scene;
    const next = random(seed * 7 + 1), rows = [], pitch = scene.scale * 13 * scene.sin;
    const dark = kind === 'oak' ? hex('#6b4a26') : hex('#1c120c');
    for (let y = top + pitch * 0.55; y < h; y += pitch) {
        rows.push(`<rect y="${n1(y)}" width="${w}" height="${n1(pitch)}" fill="${css(dark)}" opacity="${(0.02 + 0.09 * next()).toFixed(3)}"/>`,
            `<rect y="${n1(y - 1)}" width="${w}" height="2.4" fill="${css(times(dark, 0.5))}" opacity=".42"/>`,
            `<rect y="${n1(y + 1.6)}" width="${w}" height="1.6" fill="#fff" opacity="${kind === 'oak' ? 0.16 : 0.05}"/>`);
    }
    const area = { x: 0, y: top, width: w, height: h - top, seed };
    scene.add(`<g opacity="${kind === 'oak' ? 0.68 : 0.85}">${texture(scene, kind === 'oak' ? 'boards' : 'darkBoards', area)}${rows.join('')}</g>`);
}
