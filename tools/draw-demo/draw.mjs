#!/usr/bin/env node
// Draws the demo shop's pictures: node tools/draw-demo/draw.mjs [--png folder] [name...]; no name draws all.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toPng, toWebp } from './lib/render.mjs';
import * as all from './scenes/index.mjs';

const media = join(dirname(fileURLToPath(import.meta.url)), '../../demo/media');
const LIMIT = 58_000, SMALL_LIMIT = 34_000; /* bytes; what a phone should have to fetch */

function sizes(name, scene) {
    if (name === 'hero') return [[1600, 900, LIMIT], [800, 450, SMALL_LIMIT]];
    if (name.startsWith('collection-')) return [[scene.width, scene.height, LIMIT]];
    return [[1200, 1500, LIMIT], [600, 750, SMALL_LIMIT]];
}

async function draw(name, folder, keep) {
    const scene = all.scenes[name]();
    const png = join(folder, `${name}.png`);
    await toPng(scene.svg(), scene.width, scene.height, png);
    if (keep) return;
    const quality = [];
    for (const [w, h, limit] of sizes(name, scene)) quality.push(await toWebp(png, join(media, `${name}-${w}.webp`), w, h, limit));
    console.log(`${name} (quality ${quality.join(', ')})`);
}

const args = process.argv.slice(2);
const keep = args[0] === '--png' ? args.splice(0, 2)[1] : null;
const names = args.length ? args : Object.keys(all.scenes);
const unknown = names.filter((name) => !all.scenes[name]);
if (unknown.length) {
    console.error(`draw: no scene called ${unknown.join(', ')}`);
    process.exit(1);
}
const folder = keep ?? await mkdtemp(join(tmpdir(), 'draw-demo-'));
await mkdir(folder, { recursive: true });
await mkdir(media, { recursive: true });
const queue = [...names];
await Promise.all([0, 1].map(async () => {
    for (let name; (name = queue.shift());) await draw(name, folder, keep);
}));
if (!keep) await rm(folder, { recursive: true, force: true });
