// axe, in both sizes and both sets of colours.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { DESKTOP, PHONE } from './browser.js';

const SIZES = [
  ['phone', PHONE],
  ['desktop', DESKTOP],
];
/** Dark mode changes colours and nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** Without frames: most show mails, where no script runs, and axe would wait there for ever. */
const OPTIONS = { resultTypes: ['violations'], iframes: false };

const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`);

/**
 * Colours that fade into others are neither, and one that has faded may begin the next. What goes round for ever can't be
 * finished, and stays.
 */
const settle = (page) => page.evaluate(async () => {
  const fades = ({ effect, playState }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity;
  for (;;) {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const fading = document.getAnimations().filter(fades);
    if (fading.length === 0) return;
    for (const each of fading) each.finish();
  }
});

/** The page as it stands, but for what `exclude` selects; `rules` instead of all. */
export async function assertNothingFound(page, what, { exclude = [], rules } = {}) {
  // In the page, once a page: @axe-core/playwright opens another one for each run, which costs more than axe itself.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async ([without, options]) => (await window.axe.run({ include: [document], exclude: without }, options)).violations,
    [exclude, rules ? { ...OPTIONS, runOnly: { type: 'rule', values: rules } } : OPTIONS],
  );
  assert.deepEqual(violations.flatMap(told), [], what);
}

/** The page as it stands, in both sizes and both sets of colours. */
export async function assertAccessible(page, what) {
  for (const [name, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await settle(page);
    await assertNothingFound(page, `${what} (${name}, dark)`, { rules: COLOUR_RULES });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await settle(page);
    await assertNothingFound(page, `${what} (${name}, light)`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `${what} (${name}) scrolls sideways: ${width}`);
  }
}
