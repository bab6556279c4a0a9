// One room for every picture: a tall window to the left, pale walls, a table that throws light back.

import { mix, plus, times } from './colour.mjs';
import { clamp, step } from './noise.mjs';

export const unit = (v) => times(v, 1 / Math.hypot(...v));
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

export const day = {
    key: unit([-0.66, 0.66, 0.34]),
    keyColour: [0.80, 0.77, 0.715],
    wrap: 0.28,
    sky: [0.43, 0.432, 0.44],
    ground: [0.37, 0.335, 0.295],
    window: unit([-0.74, 0.16, 0.46]),
    windowColour: [1.0, 0.985, 0.95],
    shadow: [0.80, -0.10],       /* how far a point one unit high throws its shadow: right, towards the viewer */
};

export const evening = {
    key: unit([-0.5, 0.75, 0.42]),
    keyColour: [0.19, 0.175, 0.175],
    wrap: 0.5,
    sky: [0.125, 0.115, 0.115],
    ground: [0.11, 0.082, 0.06],
    window: unit([-0.78, 0.42, 0.46]),
    windowColour: [0.22, 0.25, 0.32],
    shadow: [0.5, -0.05],
};

/* What a polished thing sees: a pale table below, a light ceiling, a pale wall at the back, the dark of the room behind the viewer. */
function around(light, d) {
    const table = step(0.25, 0.55, 0.3 - d[1]), ceiling = step(0.35, 0.9, d[1]);
    const behind = step(0.35, 0.95, d[2]) * (1 - 0.6 * table);
    const right = 0.55 * step(0.2, 0.9, d[0]);
    const wall = 0.85 * step(0.1, 0.7, -d[2]);
    let level = 0.46 + 0.75 * table + 0.55 * ceiling + right + wall;
    level *= 1 - 0.72 * behind;
    return times(mix(light.sky, light.ground, table), level * 1.5);
}

/* material: albedo, gloss 0..1, sharp 0..1 (how crisp the window's reflection is), metal 0..1, glow (emitted).
   occlusion 0..1 scales everything but what the surface itself emits. */
export function shade(light, view, normal, material, occlusion = 1, point = null) {
    const { albedo, gloss = 0, sharp = 0.3, metal = 0, glow = null, velvet = 0 } = material;
    const facing = (dot(normal, light.key) + light.wrap) / (1 + light.wrap);
    const up = 0.5 + 0.5 * normal[1];
    let lit = plus(times(light.keyColour, Math.max(0, facing)), mix(light.ground, light.sky, up));
    for (const lamp of light.lamps ?? []) {
        if (!point) continue;
        const to = [lamp.at[0] - point[0], lamp.at[1] - point[1], lamp.at[2] - point[2]];
        const distance = Math.hypot(...to);
        const toward = clamp((dot(normal, times(to, 1 / distance)) + 0.25) / 1.25);
        lit = plus(lit, times(lamp.colour, toward * lamp.power / (distance * distance + lamp.size ** 2)));
    }
    let colour = times(times(albedo, lit), occlusion * (1 - 0.75 * metal));
    const facingEye = clamp(dot(normal, view));
    if (velvet) colour = plus(colour, times(albedo, velvet * (1 - facingEye) ** 3 * occlusion));
    if (gloss || metal) {
        const mirror = plus(times(normal, 2 * dot(normal, view)), times(view, -1));
        const across = unit(cross([0, 1, 0], light.window));
        const upward = cross(light.window, across);
        const soft = 0.34 * (1 - sharp) + 0.02;
        const a = Math.abs(dot(mirror, across)), b = Math.abs(dot(mirror, upward));
        let seen = (1 - step(0.17 - soft / 2, 0.17 + soft, a)) * (1 - step(0.62 - soft / 2, 0.62 + soft, b));
        seen *= dot(mirror, light.window) > 0 ? 1 : 0;
        const fresnel = 0.05 + 0.95 * (1 - facingEye) ** 5;
        const room = metal ? around(light, mirror) : mix(light.ground, light.sky, clamp(0.5 + 0.75 * mirror[1]));
        const strength = metal ? mix([1, 1, 1], albedo, 0.85) : [1, 1, 1];
        const k = metal ? metal : gloss;
        const level = metal ? 1 : 0.28 + fresnel;
        colour = plus(colour, times(times(light.windowColour, strength), k * seen * level * occlusion * (metal ? 1.1 : 1)));
        colour = plus(colour, times(times(room, strength), k * (metal ? 1.35 : fresnel * 0.8) * occlusion));
    }
    return glow ? plus(colour, glow) : colour;
}
