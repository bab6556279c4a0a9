// SVG to PNG with headless Chromium, PNG to WebP with cwebp.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--force-color-profile=srgb'];

/* 200 pixels higher than needed, then cut: some versions count window borders that headless does not draw. */
export async function toPng(svg, width, height, out) {
    const folder = await mkdtemp(join(tmpdir(), 'draw-demo-'));
    try {
        const page = join(folder, 'page.html');
        await writeFile(page, `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;background:#fff}svg{display:block}</style>${svg}`);
        await run('chromium', [...flags, `--user-data-dir=${join(folder, 'profile')}`, `--window-size=${width},${height + 200}`,
            `--screenshot=${join(folder, 'page.png')}`, `file://${page}`], { timeout: 120_000 });
        await run('cwebp', ['-quiet', '-lossless', '-z', '0', '-crop', '0', '0', width, height, join(folder, 'page.png'), '-o', join(folder, 'page.webp')].map(String));
        await run('dwebp', ['-quiet', join(folder, 'page.webp'), '-o', out]);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/* The best quality of the list that stays below the limit. */
export async function toWebp(png, out, width, height, limit) {
    for (const quality of [86, 78, 70, 60, 50, 40, 32]) {
        await run('cwebp', ['-quiet', '-q', quality, '-m', '6', '-sharp_yuv', '-af', '-resize', width, height, png, '-o', out].map(String));
        if ((await stat(out)).size <= limit) return quality;
    }
    throw new Error(`${out}: over ${limit} bytes at the lowest quality`);
}
