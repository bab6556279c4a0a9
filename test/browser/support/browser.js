// Chromium for the tests: pages that remember what the console said, and tests that fail when it complained.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A loaded machine is slow, but not slower than this. */
const PATIENCE_MS = 15_000;
/** What Playwright puts no limit on, a script in the page for one, waits for ever if it waits this long. */
const TEST_MS = 120_000;

/** Without windows around the pages: drawing those takes longer than the tests. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: FLAGS });
}

async function openContext(browser, { viewport = DESKTOP, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/**
 * What the browser complains about (errors, refusals of the Content-Security-Policy); replies of the statuses in
 * `expected` are no complaint.
 */
function complaintsOf(page, expected = []) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const status = /the server responded with a status of (\d+)/.exec(message.text())?.[1];
    const offline =
      /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED)/.test(message.text()) && expected.includes('offline');
    if (!offline && !expected.includes(Number(status))) complaints.push(`${message.location().url}: ${message.text()}`);
  });
  return complaints;
}

/** A page of a new visitor, with what the browser complains about so far. */
export async function openPage(browser, options = {}) {
  const context = await openContext(browser, options);
  const page = await context.newPage();
  return { page, context, complaints: complaintsOf(page, options.expected) };
}

async function inTime(run) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`took longer than ${TEST_MS / 1000} s`)), TEST_MS);
  });
  await Promise.race([run, late]).finally(() => clearTimeout(timer));
}

async function runOn(page, expected, run) {
  const complaints = complaintsOf(page, expected);
  await inTime(run());
  assert.deepEqual(complaints, [], 'the console is quiet');
}

/** Wraps a test: `run` gets a page of a new visitor, and the browser must have nothing to complain about at its end. */
export function withPage(browserOf, options, run) {
  return async (t) => {
    const context = await openContext(browserOf(), options);
    try {
      const page = await context.newPage();
      await runOn(page, options.expected, () => run(page, context, t));
    } finally {
      await context.close();
    }
  };
}

/** As withPage(), on a page that tests share which only look: what it has loaded and compiled, it keeps. */
export function withSharedPage(pageOf, { expected }, run) {
  return async () => {
    const page = pageOf();
    await page.setViewportSize(DESKTOP);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    try {
      await runOn(page, expected, () => run(page));
    } finally {
      for (const event of ['console', 'pageerror']) page.removeAllListeners(event);
    }
  };
}
