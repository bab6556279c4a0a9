// Any smoothly shaded surface: thin strips, each a gradient of what the light does along it, cut to an outline.

import { shade, unit } from './light.mjs';
import { n1 } from './scene.mjs';

/* colour: (x, y) in pixels => linear rgb. shape: SVG that clips. */
export function field(scene, { shape, x, y, width, height, colour, dx = 10, dy = 3, overlay = '', filter = '' }) {
    const clip = shape ? ` clip-path="${scene.clip(shape)}"` : '';
    const columns = Math.max(2, Math.ceil(width / dx)), strips = [];
    for (let row = 0; row < height; row += dy) {
        const stops = [];
        for (let k = 0; k <= columns; k++) stops.push([k / columns, colour(x + (width * k) / columns, y + row + dy / 2)]);
        strips.push(`<rect x="${n1(x)}" y="${n1(y + row)}" width="${n1(width)}" height="${dy + 1}" fill="${scene.linear(stops)}"/>`);
    }
    scene.add(`<g${clip}${filter}>${strips.join('')}${overlay}</g>`);
}

/* Cloth that faces the viewer: a height in pixels over (x, y), leaning by base normal, shaded with fold shadows. */
export function cloth(scene, { relief, albedo, base = [0, 0, 1], occlusion = null, velvet = 0.12, material = null, ...rest }) {
    const e = 2.5;
    field(scene, {
        ...rest,
        colour: (x, y) => {
            const hx = (relief(x + e, y) - relief(x - e, y)) / (2 * e), hy = (relief(x, y + e) - relief(x, y - e)) / (2 * e);
            const n = unit([base[0] - hx, base[1] + hy, base[2]]);
            const tone = typeof albedo === 'function' ? albedo(x, y) : albedo;
            return shade(scene.light, scene.view, n, { albedo: tone, velvet, ...material }, occlusion ? occlusion(x, y) : 1);
        },
    });
}
