// The home page's picture and one for each collection: several things on one table.

import { backdrop } from '../lib/backdrop.mjs';
import { Scene } from '../lib/scene.mjs';
import { bowl, jug, mug, nest, vase } from '../things/ceramics.mjs';
import { glow, holder, lamp, taper } from '../things/lights.mjs';
import { grasses } from '../things/stems.mjs';
import { notebook, oakTray, pencil } from '../things/stationery.mjs';
import { folded, fringe, herringbone, tote } from '../things/textiles.mjs';
import { cloths } from '../things/stationery.mjs';
import { noise } from '../lib/noise.mjs';
import { times } from '../lib/colour.mjs';

export const scenes = {};
const wide = (scale, tilt, origin) => new Scene({ width: 800, height: 600, scale, tilt, origin });

scenes.hero = () => {
    const s = new Scene({ width: 1600, height: 900, scale: 15.4, tilt: 13, origin: [1050, 742] });
    backdrop(s, { wall: 'oat', table: 'oak', horizon: 640, sweep: 0, leaf: true, seed: 81 });
    glow(s, 19, 30, -6, 40, 0.30);
    lamp(s, { glaze: 'Sage', x: 19.8, z: -5, seed: 16 });
    vase(s, { glaze: 'Slate', x: -13.5, z: -7, seed: 27, stems: grasses([[-4.6, 9.6, -2.2], [0.8, 12.4, 1.6], [4.6, 8.6, 2.4]]) });
    vase(s, { glaze: 'Clay', size: 'short', x: -3.0, z: -3.5, seed: 17 });
    notebook(s, { colour: 'Clay', x: 2.6, z: 9, angle: 62, w: 14.8, d: 21, seed: 3, ribbon: false, stamp: false });
    notebook(s, { colour: 'Ink', x: 3.0, y: 1.9, z: 8.6, angle: 74, w: 10.5, d: 14.8, thick: 1.5, seed: 5, ribbon: false, stamp: false, shadow: 0.35 });
    bowl(s, { r: 8, x: -24.5, z: 4.5, seed: 8 });
    mug(s, { glaze: 'Oat', x: -8.4, z: 11.5, coffee: true, seed: 3 });
    return s;
};

scenes['collection-table'] = () => {
    const s = wide(13.2, 17, [400, 440]);
    backdrop(s, { wall: 'sage', table: 'oak', horizon: 350, sweep: 0, leaf: true, seed: 82 });
    jug(s, { glaze: 'Oat', x: -11.5, z: -6 });
    nest(s, { x: 8, z: -2, bowls: [{ r: 10.5, seed: 4 }, { r: 7.4, rise: 3.8, seed: 8 }] });
    mug(s, { glaze: 'Clay', x: -2.4, z: 7.5, seed: 12 });
    mug(s, { glaze: 'Slate', size: 'small', x: 20.4, z: 7.5, seed: 31 });
    folded(s, { w: 14, d: 10, layers: 3, thick: 0.8, colours: ['Flax'], x: -18.5, z: 10, seed: 5, size: 0.6, strength: 0.2 });
    return s;
};

scenes['collection-desk'] = () => {
    const s = wide(19.5, 50, [400, 300]);
    backdrop(s, { wall: 'oat', table: 'plaster', horizon: -200, sweep: 0, window: false, sun: 0.9, seed: 83 });
    notebook(s, { colour: 'Ink', x: -9.2, z: 1.6, angle: -14, seed: 5 });
    notebook(s, { colour: 'Clay', x: -8.2, y: 1.9, z: 2.6, angle: 4, w: 10.5, d: 14.8, thick: 1.5, seed: 7, shadow: 0.4 });
    const tray = oakTray(s, { x: 9.6, z: -4.5, angle: -52, seed: 9 });
    const lay = (x1, z1, x2, z2) => { const a = tray.at(x1, z1), b = tray.at(x2, z2); return { from: [a[0], tray.floor + 0.37, a[1]], to: [b[0], tray.floor + 0.37, b[1]] }; };
    pencil(s, lay(-12, -1.6, 4.2, -1.9));
    pencil(s, { ...lay(3.6, 0.4, -12.2, 0.7), body: cloths.Ink });
    mug(s, { glaze: 'Sage', x: 12.6, z: 9.8, coffee: true, seed: 44 });
    return s;
};

scenes['collection-light'] = () => {
    const s = wide(9.9, 13, [400, 490]);
    backdrop(s, { wall: 'sand', table: 'walnut', horizon: 415, sweep: 0, window: false, seed: 84 });
    glow(s, 9, 27, -8, 42, 0.36);
    lamp(s, { glaze: 'Clay', x: 10.5, z: -6, seed: 26, cord: false });
    for (const [x, z, tall, seed] of [[-20, -3, 19, 3], [-11, 4, 14.5, 6]]) {
        const y = holder(s, { x, z });
        taper(s, { path: [[x, y - 0.3, z], [x, y + tall, z]], seed });
    }
    return s;
};

scenes['collection-cloth'] = () => {
    const s = wide(9.0, 16, [400, 492]);
    backdrop(s, { wall: 'mist', table: 'oak', horizon: 400, sweep: 0, leaf: true, seed: 85 });
    tote(s, { colour: 'Natural', x: -18, z: -7, w: 32, h: 29, d: 13, seed: 4 });
    const stack = folded(s, { w: 31, d: 17, layers: 4, thick: 2.5, colours: ['Slate', 'Slate', 'Oat', 'Ochre'], x: 16, z: 2, kind: 'wool', weave: herringbone(s, 2.9, '#6b5a40', '#e6d9bb', 0.8), seed: 9, sag: 0.2, size: 0.7, strength: 0.25 });
    fringe(s, { from: stack.ox - stack.W / 2 + 8, to: stack.ox + stack.W / 2 - 8, y: 0, length: s.scale * 3.6, colour: times(cloths.Ochre, 1.02), pitch: 5, seed: 5, wave: (px) => stack.top + stack.T * 0.72 + 1.5 * noise(px / 70, 1, 4) });
    return s;
};
