// Lamps, candles, brass.

import { backdrop } from '../lib/backdrop.mjs';
import { evening } from '../lib/light.mjs';
import { Scene } from '../lib/scene.mjs';
import { notebook, pencil } from '../things/stationery.mjs';
import { flame, glow, holder, lamp, taper } from '../things/lights.mjs';

export const scenes = {};
const ember = [1, 0.40, 0.115]; /* what a flame or a low bulb adds to a dark wall */

for (const glaze of ['Oat', 'Sage', 'Clay'])
    scenes[`fell-lamp-${glaze.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 25.5, tilt: 10, origin: [580, 1265] });
        backdrop(s, { wall: { Oat: 'sage', Sage: 'sand', Clay: 'mist' }[glaze], table: 'oak', horizon: 1090, sweep: 0, window: false, seed: 21 });
        glow(s, 0, 31, -8, 42, 0.42);
        lamp(s, { glaze, seed: { Oat: 6, Sage: 16, Clay: 26 }[glaze] });
        return s;
    };

scenes['fell-lamp-detail'] = () => {
    const s = new Scene({ scale: 23, tilt: 14, origin: [600, 1210], light: evening });
    backdrop(s, { wall: 'dusk', table: 'night', horizon: 1010, sweep: 0, window: false, seed: 35 });
    s.light = { ...evening, lamps: [{ at: [6, 20, -6], colour: [1, 0.66, 0.36], power: 190, size: 11 }] };
    glow(s, 6, 30, -9, 52, 0.62, ember);
    glow(s, 4, 0, -1, 40, 0.6, ember, s.sin * 1.25);
    lamp(s, { glaze: 'Oat', x: 6, z: -6, level: 0.95, seed: 6, cord: false });
    notebook(s, { colour: 'Clay', x: -9.5, z: 6.5, angle: 58, seed: 4, ribbon: false });
    pencil(s, { from: [-15.5, 2.3, 6.5], to: [-1.8, 2.3, 9.5] });
    return s;
};

scenes['brass-holder'] = () => {
    const s = new Scene({ scale: 78, tilt: 24, origin: [600, 940] });
    backdrop(s, { wall: 'sage', table: 'plaster', horizon: 620, leaf: true, seed: 31 });
    holder(s, {});
    return s;
};

scenes['brass-holder-detail'] = () => {
    const s = new Scene({ scale: 46, tilt: 18, origin: [590, 1230] });
    backdrop(s, { wall: 'oat', table: 'walnut', horizon: 940, sweep: 0, seed: 32 });
    const y = holder(s, {});
    taper(s, { path: [[0, y - 0.3, 0], [0, y + 17, 0]], seed: 4 });
    return s;
};

scenes['beeswax-candles-detail'] = () => {
    const s = new Scene({ scale: 36, tilt: 15, origin: [600, 1215], light: evening });
    backdrop(s, { wall: 'dusk', table: 'night', horizon: 960, sweep: 0, window: false, seed: 33 });
    const tops = [[-4.6, 26.4, -3], [5.2, 21.5, 2.5]];
    s.light = { ...evening, lamps: tops.map((at) => ({ at: [at[0], at[1] + 1, at[2] + 0.5], colour: [1, 0.62, 0.28], power: 70, size: 7 })) };
    for (const [x, y, z] of tops) glow(s, x, y + 1, z - 4, 27, 0.40, ember);
    glow(s, 0.3, 0, 0, 28, 0.4, ember, s.sin * 1.2);
    for (const [x, top, z] of tops) {
        const y = holder(s, { x, z });
        taper(s, { path: [[x, y - 0.3, z], [x, top, z]], lit: true, seed: x < 0 ? 2 : 6 });
        flame(s, x + 0.1, top + 0.35, z, 1.1);
        glow(s, x, top + 1.5, z, 10, 0.5);
    }
    return s;
};
