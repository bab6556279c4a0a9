// Notebooks, the tray, felt, pencils, letters, the gift card.

import { backdrop } from '../lib/backdrop.mjs';
import { css, hex, times } from '../lib/colour.mjs';
import { Scene, n1, points } from '../lib/scene.mjs';
import { turned } from '../lib/slab.mjs';
import { tube } from '../lib/tube.mjs';
import { brassMaterial } from '../things/lights.mjs';
import { mug } from '../things/ceramics.mjs';
import { mark } from '../things/mark.mjs';
import { openBook } from '../things/open-book.mjs';
import { block, cloths, envelope, feltMat, notebook, oakTray, openBox, paperStack, pencil } from '../things/stationery.mjs';
import { feltRoll } from '../things/roll.mjs';

export const scenes = {};
const tabletop = (s, table, seed = 1, extra = {}) => backdrop(s, { wall: 'oat', table, horizon: -200, sweep: 0, window: false, seed, sun: 1, ...extra });

for (const colour of ['Ink', 'Clay', 'Sage'])
    scenes[`field-notebook-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 45, tilt: 50, origin: [570, 740] });
        tabletop(s, 'plaster', 41);
        notebook(s, { colour, angle: -17, seed: 5 });
        pencil(s, { from: [11.6, 0.37, 8.5], to: [9.0, 0.37, -8.6] });
        return s;
    };

scenes['field-notebook-detail'] = () => {
    const s = new Scene({ scale: 39, tilt: 58, origin: [600, 800] });
    tabletop(s, 'oak', 42, { sun: 0.55 });
    openBook(s, { colour: 'Ink', angle: -9 });
    pencil(s, { from: [11.5, 2.2, 10.6], to: [3.4, 1.9, 1.2], shadow: true });
    return s;
};

scenes['oak-tray'] = () => {
    const s = new Scene({ scale: 41, tilt: 46, origin: [600, 790] });
    tabletop(s, 'plaster', 43);
    oakTray(s, { angle: -42 });
    return s;
};

scenes['oak-tray-detail'] = () => {
    const s = new Scene({ scale: 42, tilt: 64, origin: [610, 770] });
    tabletop(s, 'plaster', 44);
    const tray = oakTray(s, { angle: -46, seed: 9 });
    const y = tray.floor;
    const lay = (x1, z1, x2, z2, r) => { const a = tray.at(x1, z1), b = tray.at(x2, z2); return { from: [a[0], y + r, a[1]], to: [b[0], y + r, b[1]] }; };
    pencil(s, { ...lay(-12, -1.9, 4.2, -2.2, 0.37) });
    pencil(s, { ...lay(3.6, -0.7, -12.2, -0.4, 0.37), body: hex('#34465a') });
    const ruler = lay(-12.2, 1.5, 4.4, 1.5, 0.1);
    brassRule(s, ruler, tray.angle);
    const e = tray.at(9.2, 1.0), c = tray.at(10.1, -1.7);
    block(s, { w: 4.2, d: 1.9, h: 1.1, x: e[0], y, z: e[1], angle: tray.angle + 12, colour: hex('#efe9df'), shadow: 0.4, corner: 0.3, strength: 0.3 });
    clip(s, c, y + 0.12, tray.angle - 24);
    clip(s, [c[0] - 1.2, c[1] + 0.4], y + 0.12, tray.angle + 40);
    return s;
};

/* A flat brass rule lying in the tray. */
function brassRule(s, { from, to }, angle) {
    const mid = from.map((c, i) => (c + to[i]) / 2), w = Math.hypot(to[0] - from[0], to[2] - from[2]);
    const W = w * s.scale, D = 2 * s.scale;
    let ticks = '';
    for (let i = 0; i <= w * 10 - 6; i++) ticks += `M${n1(-W / 2 + (0.3 + i / 10) * s.scale)} ${n1(-D / 2)}v${n1((i % 10 ? (i % 5 ? 0.26 : 0.4) : 0.58) * s.scale)}`;
    const sheen = s.linear([[0, hex('#e2bd75')], [0.3, hex('#f3dca6')], [0.5, hex('#c99c52')], [0.75, hex('#e9c98a')], [1, hex('#b78a44')]]);
    block(s, { w, d: 2, h: 0.12, x: mid[0], y: mid[1] - 0.1, z: mid[2], angle, colour: hex('#d9b06a'), strength: 0,
        label: `<rect x="${n1(-W / 2)}" y="${n1(-D / 2)}" width="${n1(W)}" height="${n1(D)}" fill="${sheen}"/><path d="${ticks}" stroke="#4f3914" stroke-width="1.6" opacity=".8"/><circle cx="${n1(W / 2 - s.scale * 0.8)}" r="${n1(s.scale * 0.26)}" fill="#6d4c27"/>` });
}

/* A paper clip bent from brass wire. */
function clip(s, [x, z], y, angle) {
    const loop = [[1.0, -0.35], [-0.9, -0.35], [-1.25, 0], [-0.9, 0.35], [1.15, 0.35], [1.45, 0.05], [1.15, -0.2], [-0.5, -0.2], [-0.72, 0], [-0.5, 0.18], [0.7, 0.18]];
    const path = turned(loop, angle, x, z).map(([px, pz]) => [px, y, pz]);
    s.add(`<polyline points="${points(path.map((p) => s.project(...p)))}" transform="translate(4 4)" fill="none" stroke="#2b1a0d" stroke-width="5" opacity=".4" filter="${s.blur(2.5)}"/>`);
    tube(s, { path, radius: 0.075, material: () => brassMaterial, spacing: 2 });
}

for (const colour of ['Graphite', 'Oat'])
    scenes[`felt-desk-mat-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 17.4, tilt: 50, origin: [600, 780] });
        tabletop(s, 'oak', 46, { sun: 0.55 });
        feltMat(s, { colour, angle: -34 });
        notebook(s, { colour: colour === 'Oat' ? 'Ink' : 'Clay', x: -9, y: 0.4, z: 4, angle: -40, thick: 1.9, seed: 4, stamp: true });
        pencil(s, { from: [8.5, 0.8, 9.5], to: [-1.4, 0.8, -4.6] });
        mug(s, { glaze: colour === 'Oat' ? 'Clay' : 'Oat', x: 13.5, y: 0.4, z: -10, coffee: true, turn: -0.1, seed: 3 });
        return s;
    };

scenes['felt-desk-mat-detail'] = () => {
    const s = new Scene({ scale: 50, tilt: 27, origin: [600, 900] });
    backdrop(s, { wall: 'sand', table: 'plaster', horizon: 480, seed: 47 });
    feltRoll(s, { colour: 'Graphite', x: 1.4, z: -6.4, radius: 4.6, angle: 24, seed: 3 });
    feltRoll(s, { colour: 'Oat', x: -1.6, z: 4.2, radius: 4.3, angle: 24, seed: 9 });
    return s;
};

const pencilBox = (s, angle, z) => {
    const w = 19.4, d = 10.6, h = 1.5;
    openBox(s, { w, d, h, z, angle, colour: hex('#c6ab83'), lining: hex('#d9c4a2') });
    const a = (angle * Math.PI) / 180;
    for (let i = 0; i < 12; i++) {
        const across = -4.62 + i * 0.84;
        const at = (along) => [along * Math.cos(a) - across * Math.sin(a), 0.75, z + along * Math.sin(a) + across * Math.cos(a)];
        pencil(s, { from: at(-8.8), to: at(8.8), radius: 0.4, shadow: true, body: times(hex('#c98d5f'), 0.96 + 0.06 * ((i * 7) % 5) / 5) });
    }
};

scenes['cedar-pencils'] = () => {
    const s = new Scene({ scale: 49, tilt: 54, origin: [600, 780] });
    tabletop(s, 'sand', 48);
    pencilBox(s, -38, 0);
    return s;
};

scenes['cedar-pencils-detail'] = () => {
    const s = new Scene({ scale: 92, tilt: 50, origin: [600, 780] });
    tabletop(s, 'plaster', 49);
    [[-3.2, 1], [-0.4, -0.6], [2.4, 0.4]].forEach(([across, slip], i) => {
        const a = (-58 * Math.PI) / 180, at = (l) => [across * 0.85 + l * Math.cos(a), 0.4, across * 0.75 + l * Math.sin(a) + 1.5];
        pencil(s, { from: at(-14), to: at(3.6 + slip), radius: 0.4, body: times(hex('#c98d5f'), [1, 0.95, 1.04][i]) });
    });
    shaving(s, 4.1, 4.3, 1);
    shaving(s, 2.6, 6.6, 2);
    shaving(s, -4.4, -3.4, 3);
    return s;
};

/* A curl of cedar: a cone of thin wood opened like a fan, its painted edge outside. */
function shaving(s, x, z, seed) {
    const k = s.scale * 0.78, out = [], edge = [];
    const [cx, cy] = s.project(x, 0.1, z), steps = 150, sweep = 300;
    const at = (a, r) => { const w = (a * Math.PI) / 180; return [Math.cos(w) * r, Math.sin(w) * r * 0.74]; };
    for (let i = 0; i < steps; i++) {
        const a = (i / steps) * sweep + seed * 95, b = a + sweep / steps + 0.5;
        const rim = (d) => k * (1 - 0.30 * (d - seed * 95) / sweep) * (1 + 0.022 * Math.sin(d * 0.42));
        const pleat = 1 + 0.10 * Math.sin(a * 0.42) + 0.05 * Math.sin(a * 1.3 + seed);
        const lit = (0.66 + 0.36 * (0.5 + 0.5 * Math.cos(((a - 40) * Math.PI) / 180))) * pleat;
        const quad = [at(a, rim(a) * 0.2), at(a, rim(a)), at(b, rim(b)), at(b, rim(b) * 0.2)];
        out.push(`<polygon points="${points(quad)}" fill="${css(times(hex('#e6bf95'), lit))}"/>`);
        edge.push(`<polygon points="${points([at(a, rim(a) * 0.955), at(a, rim(a)), at(b, rim(b)), at(b, rim(b) * 0.955)])}" fill="${css(times(hex('#b0703f'), lit))}"/>`);
    }
    s.add(`<g transform="translate(${n1(cx)} ${n1(cy)})"><ellipse rx="${n1(k * 0.95)}" ry="${n1(k * 0.66)}" cx="${n1(k * 0.16)}" cy="${n1(k * 0.12)}" fill="#3a291c" opacity=".42" filter="${s.blur(12)}"/>${out.join('')}${edge.join('')}</g>`);
}

scenes['letter-set'] = () => {
    const s = new Scene({ scale: 36, tilt: 50, origin: [600, 780] });
    tabletop(s, 'stone', 50);
    block(s, { w: 19, d: 24.5, h: 1.6, x: -3.8, z: -7.6, angle: -14, colour: hex('#a9b09a'), kind: 'linen', strength: 0.4, label: mark(0, 0, s.scale * 3.4, css(hex('#5f6853')), 0.9) });
    openBox(s, { w: 18.6, d: 24, h: 3.2, x: 3.4, z: 4.4, angle: -8, colour: hex('#a9b09a'), lining: hex('#ede4d3'), kind: 'linen' });
    const a = (-8 * Math.PI) / 180;
    paperStack(s, { x: 3.4, y: 0.25, z: 4.4, w: 15.8, d: 21.4, height: 2.0, angle: -8, sheets: 16, shadow: 0.3 });
    envelope(s, { x: 3.0 - 0.4 * Math.sin(a), y: 2.26, z: 6.2, angle: -11, w: 15.4, d: 11 });
    return s;
};

scenes['letter-set-detail'] = () => {
    const s = new Scene({ scale: 52, tilt: 56, origin: [600, 760] });
    tabletop(s, 'walnut', 51, { sun: 0.4 });
    paperStack(s, { w: 15, d: 21, height: 0.06, x: -1.8, z: -2.4, angle: -12, seed: 14, top: writing(s), rough: 0.14 });
    envelope(s, { w: 16.2, d: 11.4, x: 2.4, y: 0.09, z: 8.8, angle: 9, seal: true });
    pencil(s, { from: [9.2, 0.5, 3.6], to: [5.4, 0.5, -10.2], body: hex('#34465a') });
    return s;
};

/* Joined-up strokes, each ending 0.17 further right on the line: an arch, a bowl, a tall loop, a tail, waves. */
const strokes = [
    ['c', 0.02, -0.26, 0.09, -0.26, 0.09, -0.04, 'c', 0, 0.05, 0.04, 0.05, 0.08, 0.04],
    ['c', 0.16, -0.02, 0.14, -0.24, 0.05, -0.22, 'c', -0.11, 0.04, -0.08, 0.26, 0.12, 0.22],
    ['c', 0.1, -0.12, 0.18, -0.52, 0.1, -0.52, 'c', -0.08, 0, -0.1, 0.56, 0.07, 0.52],
    ['c', 0.03, -0.2, 0.08, -0.2, 0.09, 0, 'c', 0.02, 0.34, -0.12, 0.4, -0.11, 0.26, 'c', 0.01, -0.1, 0.13, -0.2, 0.19, -0.26],
    ['c', 0.02, -0.1, 0.05, -0.24, 0.06, -0.2, 'c', -0.02, 0.16, 0, 0.24, 0.06, 0.16, 'l', 0.05, 0.04],
    ['c', 0.03, -0.24, 0.07, -0.22, 0.06, 0, 'c', 0.02, -0.26, 0.08, -0.24, 0.07, -0.03, 'l', 0.04, 0.03],
    ['c', 0.09, -0.1, 0.13, -0.4, 0.09, -0.42, 'l', -0.02, 0.34, 'c', 0, 0.1, 0.05, 0.1, 0.1, 0.08],
];

/* Lines of a hand that can't be read, but looks written. */
function writing(s) {
    let path = '';
    for (let row = 0; row < 9; row++) {
        const y = s.scale * (-7.2 + row * 1.05), end = row === 8 ? -1.2 : 5.0 + ((row * 37) % 10) / 9;
        let x = row === 0 ? -5.6 : -5.7;
        let k = row * 13;
        if (row === 1) continue;
        while (x < (row === 0 ? -2.2 : end)) {
            const letters = 2 + ((k * 7 + row) % 7);
            path += `M${n1(x * s.scale)} ${n1(y)}`;
            for (let i = 0; i < letters; i++, k++) {
                path += strokes[(k * 5 + row * 3) % strokes.length].map((n) => (typeof n === 'string' ? n : n1(n * s.scale))).join(' ');
                x += 0.17;
            }
            x += 0.24;
        }
    }
    return `<path d="${path}" fill="none" stroke="${css(hex('#2f3e52'))}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" opacity=".82"/>`;
}

scenes['gift-card'] = () => {
    const s = new Scene({ scale: 58, tilt: 54, origin: [590, 760] });
    tabletop(s, 'sand', 52);
    envelope(s, { w: 15.4, d: 11, x: -0.8, z: -2.4, angle: -13, colour: hex('#dfd2bb') });
    const W = 12 * s.scale, D = 7.6 * s.scale, gold = css(hex('#d9b676'));
    block(s, { w: 12, d: 7.6, h: 0.1, x: 1.0, y: 0.13, z: 2.6, angle: 6, colour: cloths.Ink, strength: 0.35, kind: 'paper', corner: 0.35,
        label: `<rect x="${n1(-W / 2 + 26)}" y="${n1(-D / 2 + 26)}" width="${n1(W - 52)}" height="${n1(D - 52)}" rx="10" fill="none" stroke="${gold}" stroke-width="2" opacity=".8"/>`
            + mark(0, -D * 0.13, s.scale * 2.3, gold)
            + `<text y="${n1(D * 0.2)}" text-anchor="middle" font-family="Georgia, 'DejaVu Serif', serif" font-size="${n1(s.scale * 0.72)}" letter-spacing="${n1(s.scale * 0.16)}" fill="${gold}">QUILLMOOR</text>`
            + `<text y="${n1(D * 0.32)}" text-anchor="middle" font-family="Georgia, 'DejaVu Serif', serif" font-size="${n1(s.scale * 0.4)}" letter-spacing="${n1(s.scale * 0.1)}" fill="${gold}" opacity=".85">gift card</text>` });
    return s;
};
