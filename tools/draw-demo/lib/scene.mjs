// A picture: an orthographic camera that looks down a little (as a long lens does), and a list of SVG pieces.

import { css } from './colour.mjs';
import { day } from './light.mjs';

export const n1 = (x) => Number(x.toFixed(1));
const n2 = (x) => Number(x.toFixed(2));

export class Scene {
    /* scale: pixels a centimetre; tilt: degrees below the horizontal; origin: where (0,0,0) falls, in pixels. */
    constructor({ width = 1200, height = 1500, scale = 60, tilt = 16, origin = [600, 1120], light = day } = {}) {
        Object.assign(this, { width, height, scale, origin, light });
        const t = (tilt * Math.PI) / 180;
        this.sin = Math.sin(t);
        this.cos = Math.cos(t);
        this.view = [0, this.sin, this.cos];
        this.pieces = [];
        this.defs = [];
        this.count = 0;
    }

    project(x, y, z) {
        return [
            this.origin[0] + this.scale * x,
            this.origin[1] - this.scale * y * this.cos + this.scale * z * this.sin,
        ];
    }

    id(prefix = 'i') {
        return `${prefix}${this.count++}`;
    }

    add(...svg) {
        this.pieces.push(...svg);
        return this;
    }

    /* What draw adds goes into a group with these attributes. */
    group(attributes, draw) {
        const from = this.pieces.length;
        draw();
        this.pieces.push(`<g ${attributes}>${this.pieces.splice(from).join('')}</g>`);
    }

    define(svg) {
        this.defs.push(svg);
    }

    linear(stops, { x1 = 0, y1 = 0, x2 = 1, y2 = 0, pixels = false } = {}) {
        const id = this.id('g');
        const units = pixels ? ' gradientUnits="userSpaceOnUse"' : '';
        this.define(`<linearGradient id="${id}" x1="${n2(x1)}" y1="${n2(y1)}" x2="${n2(x2)}" y2="${n2(y2)}"${units}>${stopList(stops)}</linearGradient>`);
        return `url(#${id})`;
    }

    radial(stops, { cx, cy, r, stretch = 1 }) {
        const id = this.id('r');
        this.define(`<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="${n2(r)}" gradientTransform="translate(${n2(cx)} ${n2(cy)}) scale(1 ${stretch})">${stopList(stops)}</radialGradient>`);
        return `url(#${id})`;
    }

    blur(pixels) {
        const key = `b${String(n1(pixels)).replace('.', '_')}`;
        this.blurs ??= new Set();
        if (!this.blurs.has(key)) {
            this.blurs.add(key);
            this.define(`<filter id="${key}" x="-100%" y="-100%" width="300%" height="300%" color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="${n1(pixels)}"/></filter>`);
        }
        return `url(#${key})`;
    }

    clip(shape) {
        const id = this.id('c');
        this.define(`<clipPath id="${id}">${shape}</clipPath>`);
        return `url(#${id})`;
    }

    svg() {
        const { width, height } = this;
        return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${this.defs.join('')}</defs>${this.pieces.join('\n')}</svg>`;
    }
}

/* stops: [offset, linear rgb, alpha] */
export function stopList(stops) {
    return stops.map(([at, rgb, alpha = 1]) =>
        `<stop offset="${Number(at.toFixed(4))}" stop-color="${css(rgb)}"${alpha === 1 ? '' : ` stop-opacity="${Number(alpha.toFixed(3))}"`}/>`).join('');
}

export const points = (list) => list.map(([x, y]) => `${n1(x)},${n1(y)}`).join(' ');
