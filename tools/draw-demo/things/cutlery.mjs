// A fork and a knife of brushed steel, lying flat.

import { hex } from '../lib/colour.mjs';
import { n1 } from '../lib/scene.mjs';
import { onPlane } from '../lib/slab.mjs';

/* In centimetres along y, handle at the bottom. */
const shapes = {
    fork: 'M-.42 9.6C-.75 9.6 -.8 9 -.72 8L-.3 1C-.28 -.6 -.3 -2 -.34 -2.8C-.9 -3.6 -1.1 -4.4 -1.1 -5.4L-1.12 -9.2Q-1.02 -9.7 -.9 -9.2L-.82 -5.9Q-.62 -5.4 -.46 -5.9L-.4 -9.3Q-.29 -9.8 -.18 -9.3L-.14 -5.9Q0 -5.4 .14 -5.9L.18 -9.3Q.29 -9.8 .4 -9.3L.46 -5.9Q.62 -5.4 .82 -5.9L.9 -9.2Q1.02 -9.7 1.12 -9.2L1.1 -5.4C1.1 -4.4 .9 -3.6 .34 -2.8C.3 -2 .28 -.6 .3 1L.72 8C.8 9 .75 9.6 .42 9.6Q0 9.75 -.42 9.6z',
    knife: 'M-.46 10.4C-.78 10.3 -.8 9.6 -.74 8.6L-.42 1.2L-.46 .2C-.9 -2 -1 -7 -.62 -9.6C-.4 -10.8 .3 -11.2 .42 -10.2C.5 -7 .46 -3 .42 .2L.42 1.2L.74 8.6C.8 9.6 .78 10.3 .46 10.4Q0 10.55 -.46 10.4z',
};

export function cutlery(scene, kind, { x, y, z, angle }) {
    const a = (angle * Math.PI) / 180, k = scene.scale;
    const steel = scene.linear([[0, hex('#8d8f90')], [0.25, hex('#f2f1ee')], [0.48, hex('#b9b8b4')], [0.7, hex('#dad8d3')], [1, hex('#77797a')]], { x1: -1.1, y1: 0, x2: 1.1, y2: 0.25, pixels: true });
    const path = shapes[kind];
    scene.add(onPlane(scene, [x, y, z], [Math.cos(a), 0, Math.sin(a)], [-Math.sin(a), 0, Math.cos(a)],
        `<path d="${path}" transform="translate(${n1(k * 0.22)} ${n1(k * 0.16)}) scale(${k})" fill="#2a1c10" opacity=".45" filter="${scene.blur(k * 0.006)}"/>`
        + `<path d="${path}" transform="scale(${k})" fill="${steel}"/><path d="${path}" transform="scale(${k})" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width=".045"/>`));
}
