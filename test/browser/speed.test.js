// What the first visit costs, and that nothing jumps.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStore } from '../support/store.js';
import { DESKTOP, launch, PHONE, withPage } from './support/browser.js';

const SCRIPT_BUDGET_BYTES = 120 * 1024;
/** A tenth of what Core Web Vitals call good. */
const SHIFT_BUDGET = 0.01;

describe('speed', () => {
  let store, browser;
  before(async () => {
    [store, browser] = await Promise.all([startStore({ seed: 'demo' }), launch()]);
  });
  after(async () => {
    await browser?.close();
    await store?.stop();
  });

  test(
    'the script of the first load fits its budget, compressed',
    withPage(
      () => browser,
      {},
      async (page) => {
        await page.goto(store.url, { waitUntil: 'networkidle' });
        const scripts = await page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .filter(({ name }) => name.endsWith('.js'))
            .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize })),
        );
        const sent = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
        const plain = scripts.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
        assert.ok(sent > 0 && sent <= SCRIPT_BUDGET_BYTES, `${sent} bytes of script`);
        assert.ok(sent < plain / 2, 'it arrives compressed');
      },
    ),
  );

  for (const viewport of [PHONE, DESKTOP]) {
    for (const path of ['/', '/products', '/products/reed-vase', '/collections/desk']) {
      test(
        `nothing jumps on ${path} (${viewport.width} wide)`,
        withPage(
          () => browser,
          { viewport },
          async (page) => {
            await page.addInitScript(() => {
              window.shifts = [];
              new PerformanceObserver((list) => {
                for (const { value, sources } of list.getEntries()) {
                  window.shifts.push({ value, what: sources.map(({ node }) => node?.className || node?.nodeName) });
                }
              }).observe({ type: 'layout-shift', buffered: true });
            });
            await page.goto(`${store.url}${path}`, { waitUntil: 'networkidle' });
            const shifts = await page.evaluate(() => window.shifts);
            const sum = shifts.reduce((total, { value }) => total + value, 0);
            assert.ok(sum <= SHIFT_BUDGET, JSON.stringify(shifts));
          },
        ),
      );
    }
  }
});
