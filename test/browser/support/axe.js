// axe, in both sizes and both sets of colours.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { DESKTOP, PHONE } from './browser.js';

const SIZES = [
  ['phone', PHONE],
  ['desktop', DESKTOP],
];
/** Dark mode changes colours and nothing else. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`);

/** Colours that fade into others are neither. What goes round for ever can't be finished, and stays. */
const settle = (page) => page.evaluate(async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const each of document.getAnimations()) if (each.effect.getComputedTiming().endTime !== Infinity) each.finish();
});

async function assertNothingFound(axe, where) {
  const { violations } = await axe.analyze();
  assert.deepEqual(violations.flatMap(told), [], where);
}

/** The page as it stands, in both sizes and both sets of colours. */
export async function assertAccessible(page, what) {
  for (const [name, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await settle(page);
    await assertNothingFound(new AxeBuilder({ page }).withRules(COLOUR_RULES), `${what} (${name}, dark)`);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await settle(page);
    await assertNothingFound(new AxeBuilder({ page }), `${what} (${name}, light)`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `${what} (${name}) scrolls sideways: ${width}`);
  }
}
