// Napkins, throws, cushions, the bag and the apron.

import { backdrop } from '../lib/backdrop.mjs';
import { css, hex, times } from '../lib/colour.mjs';
import { cloth as fabric } from '../lib/field.mjs';
import { shade } from '../lib/light.mjs';
import { fbm, noise, step } from '../lib/noise.mjs';
import { Scene, n1, points } from '../lib/scene.mjs';
import { rounded, slab } from '../lib/slab.mjs';
import { texture } from '../lib/textile.mjs';
import { bowl, plate } from '../things/ceramics.mjs';
import { cutlery } from '../things/cutlery.mjs';
import { taper } from '../things/lights.mjs';
import { cloths } from '../things/stationery.mjs';
import { apron, cushion, folded, fringe, herringbone, tote, twine } from '../things/textiles.mjs';

export const scenes = {};

for (const colour of ['Flax', 'Sage', 'Clay'])
    scenes[`linen-napkins-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 40, tilt: 36, origin: [600, 800] });
        backdrop(s, { wall: 'oat', table: colour === 'Flax' ? 'walnut' : 'oak', horizon: 210, sweep: 0, window: false, sun: 0.5, seed: 61 });
        const stack = folded(s, { w: 21.5, d: 21.5, layers: 4, thick: 1.15, colours: [colour], seed: 5, sag: 0.2, size: 1.3 });
        twine(s, stack, { across: 0.47, ...(colour === 'Flax' ? { colour: hex('#7d5f3d') } : {}) });
        return s;
    };

scenes['linen-napkins-detail'] = () => {
    const s = new Scene({ scale: 28.5, tilt: 66, origin: [570, 770] });
    backdrop(s, { wall: 'oat', table: 'oak', horizon: -200, sweep: 0, window: false, sun: 0.6, seed: 62 });
    const k = s.scale;
    slab(s, { outline: rounded(10.5, 23, 0.5), x: -12.6, z: 0.6, angle: -3, height: 0.5, material: { albedo: cloths.Sage, velvet: 0.1 }, gradient: 0.14, edgeLight: 0.15,
        top: texture(s, 'linen', { x: -6 * k, y: -12 * k, width: 12 * k, height: 24 * k, strength: 0.34, size: 1.1 })
            + `<rect x="${-4.7 * k}" y="${-10.9 * k}" width="${9.4 * k}" height="${21.8 * k}" fill="none" stroke="${css(times(cloths.Sage, 0.42))}" stroke-width="1.6" stroke-dasharray="5 4" opacity=".6"/><rect x="${1.6 * k}" y="${-12 * k}" width="${0.5 * k}" height="${24 * k}" fill="#000" opacity=".12" filter="${s.blur(6)}"/>` });
    cutlery(s, 'fork', { x: -12.7, y: 0.55, z: 0.8, angle: -3 });
    plate(s, { x: 3.6, z: -0.6, r: 12.6 });
    bowl(s, { r: 7.6, x: 3.6, y: 0.75, z: -0.6, seed: 8, shadow: true });
    cutlery(s, 'knife', { x: 18.2, y: 0.05, z: 0.4, angle: 2 });
    return s;
};

scenes['beeswax-candles'] = () => {
    const s = new Scene({ scale: 48, tilt: 50, origin: [600, 790] });
    backdrop(s, { wall: 'oat', table: 'plaster', horizon: -200, sweep: 0, window: false, sun: 1, seed: 34 });
    const a = (-52 * Math.PI) / 180, dir = [Math.cos(a), Math.sin(a)];
    [[-3.3, 0, -0.4], [-1.1, 0, 0.3], [1.1, 0, -0.2], [3.3, 0, 0.5]].forEach(([across, , slip], i) => {
        const at = (l, y = 1.05) => [across * -dir[1] + l * dir[0], y, across * dir[0] + l * dir[1]];
        const p = s.project(...at(-11 + slip, 0)), q = s.project(...at(11 + slip, 0));
        s.add(`<line x1="${n1(p[0] + 22)}" y1="${n1(p[1] + 10)}" x2="${n1(q[0] + 18)}" y2="${n1(q[1] + 8)}" stroke="#3a291c" stroke-width="${s.scale * 1.7}" opacity=".34" filter="${s.blur(15)}"/>`);
        taper(s, { path: [at(-11 + slip), at(11 + slip, 0.95)], seed: i + 3 });
    });
    for (const [l, wide] of [[-2.65, 7.7], [-2.35, 7.7], [-2.05, 7.7]]) {
        const from = [-(wide / 2 + 0.7) * -dir[1] + l * dir[0], 1.0, -(wide / 2 + 0.7) * dir[0] + l * dir[1]], to = [(wide / 2 + 0.6) * -dir[1] + l * dir[0], 1.0, (wide / 2 + 0.6) * dir[0] + l * dir[1]];
        wrap(s, from, to);
    }
    return s;
};

/* Three turns of twine over four candles: each rides over the tops and dips between. */
function wrap(s, from, to) {
    const list = [];
    for (let i = 0; i <= 60; i++) {
        const t = i / 60, y = 1.3 + 0.82 * Math.abs(Math.sin(t * Math.PI * 4)) ** 0.6;
        list.push(s.project(from[0] + (to[0] - from[0]) * t, i === 0 || i === 60 ? 0.7 : y, from[2] + (to[2] - from[2]) * t));
    }
    const line = points(list), tone = shade(s.light, s.view, [0, 0.8, 0.4], { albedo: hex('#a98d60') });
    s.add(`<polyline points="${line}" transform="translate(5 4)" fill="none" stroke="#3a230c" stroke-width="13" opacity=".32" filter="${s.blur(4)}"/><polyline points="${line}" fill="none" stroke="${css(times(tone, 0.62))}" stroke-width="12" stroke-linejoin="round"/><polyline points="${line}" fill="none" stroke="${css(times(tone, 1.0))}" stroke-width="8.5" stroke-dasharray="9 2"/>`);
}

const weaveFor = (colour) => (colour === 'Oat' ? ['#9d8a68', '#fff8e8'] : colour === 'Slate' ? ['#2f3d4a', '#a9b6c0'] : ['#7c5516', '#eac581']);

for (const colour of ['Oat', 'Slate', 'Ochre'])
    scenes[`lambswool-throw-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 21.5, tilt: 22, origin: [600, 980] });
        backdrop(s, { wall: { Oat: 'mist', Slate: 'oat', Ochre: 'sage' }[colour], table: 'oak', horizon: 730, sweep: 0, leaf: true, seed: 64 });
        const [dark, light] = weaveFor(colour);
        const stack = folded(s, { w: 42, d: 28, layers: 5, thick: 3.1, colours: [colour], kind: 'wool', weave: herringbone(s, 6.4, dark, light, 0.8), seed: 9, sag: 0.22, strength: 0.26, size: 1.8 });
        fringe(s, { from: stack.ox - stack.W / 2 + 14, to: stack.ox + stack.W / 2 - 14, y: stack.top + stack.T * 0.62, length: s.scale * 4.6, colour: times(cloths[colour], 1.02), pitch: 9, seed: 5,
            wave: (px) => stack.top + stack.T * 0.72 + 3 * noise(px / 130, 1, 4) });
        return s;
    };

scenes['lambswool-throw-detail'] = () => {
    const s = new Scene({ scale: 100, tilt: 20, origin: [600, 900] });
    backdrop(s, { wall: 'oat', table: 'plaster', horizon: -200, sweep: 0, window: false, sun: 0.8, seed: 65 });
    const colour = 'Slate', edge = (px) => 860 + 0.10 * (px - 600) + 22 * Math.sin(px / 210 + 1);
    const relief = (px, py) => 60 * Math.sin((px * 0.62 + py * 0.5) / 190) + 34 * Math.sin((px * 0.9 - py * 0.35) / 260 + 2) + 16 * fbm(px / 260, py / 260, 3, 3);
    const outline = [[-20, -20], [1220, -20]];
    for (let px = 1220; px >= -20; px -= 20) outline.push([px, edge(px)]);
    s.add(`<polygon points="${points(outline)}" transform="translate(14 22)" fill="#33261c" opacity=".5" filter="${s.blur(16)}"/>`);
    fringe(s, { from: -10, to: 1210, y: 0, length: 330, colour: times(cloths[colour], 1.02), pitch: 29, seed: 7, wave: edge });
    const [dark, light] = weaveFor(colour);
    fabric(s, { shape: `<polygon points="${points(outline)}"/>`, x: -20, y: -20, width: 1240, height: 1180, dx: 12, dy: 3, relief, albedo: cloths[colour], base: [0, 0.35, 1], velvet: 0.2,
        overlay: `<rect x="-20" y="-20" width="1240" height="1180" fill="${herringbone(s, 19, dark, light, 1)}" opacity=".27"/>` + texture(s, 'wool', { x: -20, y: -20, width: 1240, height: 1180, seed: 4, strength: 0.2, size: 3 }) });
    return s;
};

const benchRoom = (s, wall, seed) => backdrop(s, { wall, table: 'oak', horizon: 1130, sweep: 0, leaf: true, seed });

for (const colour of ['Flax', 'Sage', 'Clay'])
    scenes[`linen-cushion-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 17, tilt: 18, origin: [600, 1200] });
        benchRoom(s, { Flax: 'mist', Sage: 'oat', Clay: 'sage' }[colour], 66);
        s.add(`<ellipse cx="650" cy="1218" rx="430" ry="34" fill="#33220f" opacity=".45" filter="${s.blur(20)}"/><ellipse cx="605" cy="1212" rx="378" ry="13" fill="#20140a" opacity=".6" filter="${s.blur(8)}"/>`);
        cushion(s, { x: 595, y: 1214, size: 780, colour, seed: { Flax: 3, Sage: 8, Clay: 13 }[colour], turn: -1.2 });
        return s;
    };

scenes['linen-cushion-detail'] = () => {
    const s = new Scene({ scale: 17, tilt: 18, origin: [600, 1200] });
    benchRoom(s, 'sand', 67);
    s.add(`<ellipse cx="640" cy="1226" rx="560" ry="36" fill="#33220f" opacity=".45" filter="${s.blur(20)}"/>`);
    cushion(s, { x: 800, y: 1196, size: 640, colour: 'Clay', seed: 21, turn: 5 });
    cushion(s, { x: 380, y: 1206, size: 630, colour: 'Sage', seed: 25, turn: -5 });
    s.add(`<ellipse cx="640" cy="1242" rx="290" ry="14" fill="#20140a" opacity=".55" filter="${s.blur(9)}"/>`);
    cushion(s, { x: 622, y: 1240, size: 520, colour: 'Flax', seed: 29, turn: 2 });
    return s;
};

for (const colour of ['Natural', 'Ink', 'Ochre'])
    scenes[`market-tote-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 19.5, tilt: 13, origin: [570, 1220] });
        backdrop(s, { wall: { Natural: 'sage', Ink: 'oat', Ochre: 'mist' }[colour], table: 'plaster', horizon: 1010, leaf: true, seed: 68 });
        tote(s, { colour, seed: { Natural: 4, Ink: 9, Ochre: 14 }[colour] });
        return s;
    };

scenes['market-tote-detail'] = () => {
    const s = new Scene({ scale: 100, tilt: 0, origin: [600, 900] });
    const tone = cloths.Natural, thread = hex('#8a6a3c');
    const relief = (px, py) => 26 * fbm(px / 420, py / 420, 6, 3) + 60 * Math.sin((px + py * 0.3) / 420);
    fabric(s, { shape: '', x: -10, y: -10, width: 1220, height: 1520, dx: 20, dy: 4, relief, albedo: times(tone, 0.93), base: [0, 0.1, 1], overlay: weaveFill(s, -10, -10, 1220, 1520, 1) });
    /* the hem */
    s.add(`<rect x="-10" y="322" width="1220" height="26" fill="#2a1f16" opacity=".30" filter="${s.blur(9)}"/>`, stitches(s, [[-10, 296], [1210, 300]], thread), `<rect x="-10" y="-10" width="1220" height="335" fill="#fff" opacity=".06"/>`);
    /* the handle */
    const strap = 'M398 -20L812 -20L818 1520L392 1520z';
    s.add(`<path d="${strap}" fill="#2a1f16" opacity=".55" filter="${s.blur(20)}" transform="translate(22 8)"/>`);
    fabric(s, { shape: `<path d="${strap}"/>`, x: 390, y: -20, width: 430, height: 1545, dx: 10, dy: 4, relief: (px, py) => relief(px, py) * 0.8 + 34 * (1 - Math.abs((px - 605) / 215) ** 7) + 5 * noise(px / 90, py / 160, 4), albedo: times(tone, 1.0), base: [0, 0.1, 1],
        overlay: weaveFill(s, 390, -20, 430, 1545, 0.86) });
    s.add(stitches(s, [[436, -20], [432, 1520]], thread), stitches(s, [[775, -20], [780, 1520]], thread));
    const box = [[474, 440], [736, 440], [738, 820], [472, 820]];
    for (let i = 0; i < 4; i++) s.add(stitches(s, [box[i], box[(i + 1) % 4]], thread));
    s.add(stitches(s, [box[0], box[2]], thread), stitches(s, [box[1], box[3]], thread));
    s.add(`<rect width="1200" height="1500" fill="${s.linear([[0, [1, 0.96, 0.86], 0.16], [0.5, [1, 1, 1], 0], [1, hex('#3b2a1a'), 0.32]], { x2: 1, y2: 0.8 })}"/>`);
    return s;
};

/* Plain weave, thread by thread. */
function weaveFill(s, x, y, w, h, shade1) {
    const id = s.id('p'), k = 17;
    s.define(`<pattern id="${id}" width="${k * 2}" height="${k * 2}" patternUnits="userSpaceOnUse">`
        + [[0, 0, 0], [k, k, 0], [k, 0, 1], [0, k, 1]].map(([px, py, up]) => `<rect x="${px + 0.7}" y="${py + 0.7}" width="${k - 1.4}" height="${k - 1.4}" rx="4.5" fill="${up ? '#fff' : '#000'}" opacity="${up ? 0.10 * shade1 : 0.055}"/><path d="M${px} ${py + k}h${k}v${-k}" fill="none" stroke="#20140a" stroke-width="1.6" opacity=".15"/>`).join('') + '</pattern>');
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="url(#${id})"/>` + texture(s, 'canvas', { x, y, width: w, height: h, seed: 3, strength: 0.16, size: 5 });
}

/* Thick thread in even stitches, each a small raised grain. */
function stitches(s, [a, b], colour) {
    const len = Math.hypot(b[0] - a[0], b[1] - a[1]), turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI, out = [];
    const lit = css(times(colour, 1.35)), mid = css(colour), low = css(times(colour, 0.5));
    for (let d = 6; d < len - 18; d += 31)
        out.push(`<g transform="translate(${n1(d)} 0)"><rect x="-2" y="-3" width="27" height="12" rx="6" fill="#20140a" opacity=".38"/><rect y="-5" width="24" height="10" rx="5" fill="${mid}"/><path d="M3 -2h17" stroke="${lit}" stroke-width="3" stroke-linecap="round"/><path d="M3 3h17" stroke="${low}" stroke-width="2" stroke-linecap="round" opacity=".7"/><circle cx="-3.5" cy="0" r="2.8" fill="#20140a" opacity=".5"/></g>`);
    return `<g transform="translate(${n1(a[0])} ${n1(a[1])}) rotate(${turn.toFixed(2)})">${out.join('')}</g>`;
}

for (const colour of ['Flax', 'Ink'])
    scenes[`linen-apron-${colour.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 20, tilt: 0, origin: [600, 900] });
        backdrop(s, { wall: colour === 'Flax' ? 'sage' : 'oat', table: 'plaster', horizon: 1900, leaf: true, seed: 69 });
        rail(s, 170);
        apron(s, { colour, x: 590, y: 178, unit: 11.6, seed: colour === 'Flax' ? 3 : 6 });
        knob(s, 590, 176);
        return s;
    };

/* The oak rail with its pegs. */
function rail(s, y) {
    const oak = hex('#c79c69');
    const face = s.linear([[0, times(oak, 1.05)], [0.15, times(oak, 0.92)], [1, times(oak, 0.7)]], { x2: 0, y2: 1 });
    s.add(`<rect x="-20" y="${y - 30}" width="1240" height="106" fill="#33261c" opacity=".35" filter="${s.blur(16)}" transform="translate(10 16)"/>`, `<rect x="-20" y="${y - 44}" width="1240" height="104" fill="${face}"/>`,
        texture(s, 'oak', { x: -20, y: y - 44, width: 1240, height: 104, seed: 5, strength: 0.6 }), `<rect x="-20" y="${y - 44}" width="1240" height="3" fill="#fff" opacity=".4"/>`);
    knob(s, 190, y + 6);
    knob(s, 1000, y + 6);
}

function knob(s, x, y) {
    const oak = hex('#b98a57');
    const round = s.radial([[0, times(oak, 1.35)], [0.55, times(oak, 0.9)], [1, times(oak, 0.5)]], { cx: x - 10, cy: y - 10, r: 42 });
    s.add(`<circle cx="${x + 9}" cy="${y + 13}" r="28" fill="#20140a" opacity=".45" filter="${s.blur(9)}"/><circle cx="${x}" cy="${y}" r="27" fill="${round}"/>`);
}

scenes['linen-apron-detail'] = () => {
    const s = new Scene({ scale: 60, tilt: 0, origin: [600, 900] });
    const tone = cloths.Flax, thread = times(tone, 0.42);
    const relief = (px, py) => 46 * Math.sin(px / 170 + 0.5 * noise(py / 500, 1, 3)) + 26 * Math.sin(px / 83 + 1.2 * noise(py / 420, 4, 5)) + 34 * fbm(px / 420, py / 700, 8, 3);
    fabric(s, { shape: '', x: -10, y: -10, width: 1220, height: 1520, dx: 12, dy: 4, relief, albedo: tone, base: [0, 0.08, 1], overlay: texture(s, 'linen', { x: -10, y: -10, width: 1220, height: 1520, seed: 2, strength: 0.34, size: 3 }) });
    const pocket = 'M150 470Q520 500 1010 452Q1032 800 1018 1240Q1014 1330 930 1336Q560 1366 250 1350Q168 1346 160 1258Q140 860 150 470z';
    s.add(`<path d="${pocket}" fill="#20160f" opacity=".5" filter="${s.blur(22)}" transform="translate(18 20)"/>`);
    fabric(s, { shape: `<path d="${pocket}"/>`, x: 130, y: 440, width: 910, height: 930, dx: 11, dy: 4, relief: (px, py) => relief(px, py) * 0.75 + 40 * fbm(px / 300, py / 500, 15, 3), albedo: times(tone, 1.04), base: [0, 0.14, 1],
        occlusion: (px, py) => 1 - 0.12 * step(1200, 1360, py), overlay: texture(s, 'linen', { x: 130, y: 440, width: 910, height: 930, seed: 9, strength: 0.34, size: 3 }) });
    s.add(`<path d="M150 472Q520 502 1010 454" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="4"/>`, `<path d="M152 462Q520 492 1010 444" fill="none" stroke="#20160f" stroke-opacity=".55" stroke-width="12" filter="${s.blur(6)}"/>`);
    const seam = (path) => `<path d="${path}" fill="none" stroke="#20160f" stroke-width="9" opacity=".14" filter="${s.blur(4)}"/><path d="${path}" fill="none" stroke="${css(thread)}" stroke-width="4.4" stroke-dasharray="17 9" stroke-linecap="round" opacity=".85"/><path d="${path}" fill="none" stroke="#fff" stroke-width="1.4" stroke-dasharray="17 9" opacity=".3" transform="translate(0 -1.4)"/>`;
    s.add(seam('M152 566Q520 598 1014 548'), seam('M178 474Q168 860 188 1252Q196 1318 260 1322Q560 1338 924 1310Q984 1304 990 1236Q1004 800 984 460'), seam('M200 592Q190 880 210 1246Q216 1298 270 1300Q560 1314 916 1288Q962 1284 968 1230Q982 800 962 572'));
    s.add(`<rect width="1200" height="1500" fill="${s.linear([[0, [1, 0.96, 0.86], 0.14], [0.5, [1, 1, 1], 0], [1, hex('#3b2a1a'), 0.28]], { x2: 1, y2: 0.8 })}"/>`);
    return s;
};
