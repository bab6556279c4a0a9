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

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/**
 * A page of a new visitor. What the browser complains about (errors, refusals of the Content-Security-Policy)
 * is kept in `complaints`; replies of the statuses in `expected` are no complaint.
 */
export async function openPage(browser, { viewport = DESKTOP, colorScheme = 'light', expected = [] } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const status = /the server responded with a status of (\d+)/.exec(message.text())?.[1];
    const offline =
      /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED)/.test(message.text()) && expected.includes('offline');
    if (!offline && !expected.includes(Number(status))) complaints.push(`${message.location().url}: ${message.text()}`);
  });
  return { page, context, complaints };
}

/** Wraps a test: `run` gets a page of its own, and the browser must have nothing to complain about at its end. */
export function withPage(browserOf, options, run) {
  return async (t) => {
    const opened = await openPage(browserOf(), options);
    try {
      await run(opened.page, opened.context, t);
      assert.deepEqual(opened.complaints, [], 'the console is quiet');
    } finally {
      await opened.context.close();
    }
  };
}
