// Mugs, bowls, jugs, vases.

import { backdrop } from '../lib/backdrop.mjs';
import { Scene } from '../lib/scene.mjs';
import { bowl, jug, mug, nest, vase } from '../things/ceramics.mjs';
import { grasses } from '../things/stems.mjs';

export const scenes = {};
const wallFor = { Oat: 'clay', Clay: 'oat', Slate: 'sand', Sage: 'oat' };

for (const glaze of ['Oat', 'Clay', 'Slate'])
    scenes[`moor-mug-${glaze.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 62, tilt: 17, origin: [545, 1120] });
        backdrop(s, { wall: wallFor[glaze], table: 'plaster', horizon: 830, leaf: true, seed: 4 });
        mug(s, { glaze, seed: { Oat: 3, Clay: 12, Slate: 21 }[glaze] });
        return s;
    };

scenes['moor-mug-detail'] = () => {
    const s = new Scene({ scale: 50, tilt: 27, origin: [520, 1010] });
    backdrop(s, { wall: 'sage', table: 'oak', horizon: 560, sweep: 0, seed: 8 });
    mug(s, { glaze: 'Slate', size: 'small', x: 5.2, z: -5.5, seed: 31 });
    mug(s, { glaze: 'Oat', size: 'large', x: -2.6, z: 2.6, coffee: true, seed: 5, turn: -0.05 });
    return s;
};

scenes['ridge-bowl'] = () => {
    const s = new Scene({ scale: 52, tilt: 24, origin: [600, 1060] });
    backdrop(s, { wall: 'sage', table: 'plaster', horizon: 700, leaf: true, seed: 5 });
    bowl(s, { r: 8.4 });
    return s;
};

scenes['ridge-bowl-detail'] = () => {
    const s = new Scene({ scale: 38, tilt: 20, origin: [580, 1180] });
    backdrop(s, { wall: 'oat', table: 'oak', horizon: 830, sweep: 0, seed: 6 });
    nest(s, { bowls: [{ r: 12, seed: 4 }, { r: 8, rise: 4.2, seed: 8 }, { r: 6, rise: 2.9, seed: 15 }] });
    return s;
};

for (const glaze of ['Oat', 'Sage'])
    scenes[`beck-jug-${glaze.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 44, tilt: 15, origin: [565, 1190] });
        backdrop(s, { wall: glaze === 'Oat' ? 'mist' : 'clay', table: 'plaster', horizon: 880, seed: 7, leaf: true });
        jug(s, { glaze });
        return s;
    };

scenes['beck-jug-detail'] = () => {
    const s = new Scene({ scale: 38, tilt: 20, origin: [520, 1130] });
    backdrop(s, { wall: 'oat', table: 'oak', horizon: 700, sweep: 0, seed: 12 });
    jug(s, { glaze: 'Sage', x: -2, z: -5 });
    mug(s, { glaze: 'Oat', x: 8.2, z: 3.5, size: 'small', seed: 41, coffee: true });
    return s;
};

for (const glaze of ['Oat', 'Clay', 'Slate'])
    scenes[`reed-vase-${glaze.toLowerCase()}`] = () => {
        const s = new Scene({ scale: 31, tilt: 13, origin: [575, 1300] });
        backdrop(s, { wall: { Oat: 'sage', Clay: 'sand', Slate: 'oat' }[glaze], table: 'plaster', horizon: 990, seed: 9 });
        vase(s, { glaze, seed: { Oat: 7, Clay: 17, Slate: 27 }[glaze], stems: grasses([[-5.2, 12.6, -2.4], [1.0, 14.8, 2.0], [5.6, 10.6, 2.8]]) });
        return s;
    };

scenes['reed-vase-detail'] = () => {
    const s = new Scene({ scale: 30, tilt: 15, origin: [580, 1180] });
    backdrop(s, { wall: 'mist', table: 'oak', horizon: 880, sweep: 0, seed: 14 });
    vase(s, { glaze: 'Slate', size: 'tall', x: -9.5, z: -4, seed: 27 });
    vase(s, { glaze: 'Clay', size: 'short', x: 9.6, z: -1.5, seed: 17 });
    vase(s, { glaze: 'Oat', size: 'short', x: 0.2, z: 4, seed: 8, stems: grasses([[2.4, 13, 2.4]], 5) });
    return s;
};
