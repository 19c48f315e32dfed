// With the Tab key alone: everything can be reached, is seen when it has focus, and lets go again (WCAG 2.1.1, 2.1.2,
// 2.4.1, 2.4.7, 2.4.11). And with a thumb: targets of 24 px (2.5.8).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, visit } from './helpers.mjs';
import { fullCase, templates } from './pages.mjs';

const open = visit();

for (const path of templates) {
  for (const width of [320, 1280]) {
    test(`${path}: a walk with the Tab key at ${width} px`, async (t) => {
      const page = await open(t, path, { width, height: 640 });
      const { stops, unreached, trapped } = await walk(page);
      const found = stops.flatMap(({ name, faults }) => faults.map((fault) => `${name} ${fault}`));
      if (!stops[0]?.skips) found.push(`the first stop is no skip link but ${stops[0]?.name}`);
      if (trapped) found.push('the focus goes round and never leaves the page');
      found.push(...unreached.map((name) => `${name} is never reached`));
      none(found, 'keyboard');
    });

    test(`${path}: targets at ${width} px`, async (t) => {
      const page = await open(t, path, { width });
      none(await page.evaluate(smallTargets), 'smaller than 24 px');
    });
  }
}

test('the skip link skips', async (t) => {
  const page = await open(t, fullCase);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inMain = await page.evaluate(() => document.activeElement.closest('main') !== null);
  assert.ok(inMain, 'the next stop is in the main part');
});

test('focus is seen in forced colours too, where shadows and backgrounds are gone', async (t) => {
  const page = await open(t, fullCase, { forcedColors: 'active' });
  const { stops } = await walk(page);
  none(stops.filter((stop) => !stop.outlined).map((stop) => stop.name), 'no outline');
});

/** Presses Tab until the focus leaves the page, or until it must have been everywhere twice. */
async function walk(page) {
  await page.evaluate(prepare);
  const most = 2 * (await page.evaluate(() => window.tabStops.size));
  const stops = [];
  let trapped = true;
  while (trapped && stops.length <= most) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(look);
    if (stop === null) trapped = false;
    else stops.push(stop);
  }
  const unreached = await page.evaluate(() => [...window.tabStops].map(window.nameOf));
  return { stops, unreached, trapped };
}

/** In the page: remembers what there is to reach and how it looks without focus. */
function prepare() {
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  window.nameOf = (element) => {
    const words = (element.getAttribute('aria-label') ?? element.innerText ?? '').trim().slice(0, 50);
    return `<${element.localName}> “${words || element.id || element.className}”`;
  };
  window.indicator = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    const drawn = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    return { outline: drawn ? `${outlineWidth} ${outlineColor}` : 'none', boxShadow };
  };
  window.tabStops = new Set();
  window.looks = new WeakMap();
  for (const element of document.querySelectorAll(selector)) {
    window.looks.set(element, window.indicator(element));
    const shown = element.checkVisibility({ visibilityProperty: true });
    // Of a group of radio buttons only one is a stop; the arrow keys reach the others.
    const inGroup = element.type === 'radio' && !element.checked;
    if (shown && !element.disabled && element.tabIndex >= 0 && !inGroup) window.tabStops.add(element);
  }
}

/** In the page: what is to be said of the element that has focus now. Null when focus has left the page. */
function look() {
  const element = document.activeElement;
  if (element === document.body || element === null) return null;
  window.tabStops.delete(element);
  const faults = [];
  const before = window.looks.get(element) ?? { outline: 'none', boxShadow: 'none' };
  const now = window.indicator(element);
  const outlined = now.outline !== 'none' && now.outline !== before.outline;
  const shadowed = now.boxShadow !== 'none' && now.boxShadow !== before.boxShadow;
  if (!outlined && !shadowed) faults.push('does not show that it has focus');
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) faults.push('cannot be seen');
  const boxes = [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  const [box] = boxes;
  if (!box) faults.push('has no size');
  else {
    // A browser scrolls to what is out of sight, but leaves alone what shows in part: enough to see where one is.
    const within = (start, end, size) => Math.min(end, size) - Math.max(start, 0) >= Math.min(end - start, 24) - 1;
    const seen = within(box.left, box.right, innerWidth) && within(box.top, box.bottom, innerHeight);
    if (!seen) faults.push(`stands outside the screen (${Math.round(box.left)}, ${Math.round(box.top)})`);
    const along = [0.1, 0.5, 0.9];
    // Of a table that is longer than the screen, the middle of what shows of it.
    const middle = (b) => (Math.max(b.top, 0) + Math.min(b.bottom, innerHeight)) / 2;
    const points = boxes.flatMap((b) => along.map((part) => [b.left + part * b.width, middle(b)]));
    const hit = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top !== null && (element.contains(top) || (top.contains(element) && top.localName !== 'body'));
    });
    if (seen && !hit) faults.push('lies under something else');
  }
  return { name: window.nameOf(element), skips: element.matches('a[href^="#"]'), outlined, faults };
}

/** In the page: targets that are too small for a thumb. A link inside a line of text may be as high as its line. */
function smallTargets() {
  const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const text = 'p, li, dd, dt, td, th, caption, figcaption, sup';
  const found = [];
  for (const element of document.querySelectorAll(targets)) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const inline = element.matches('a') && getComputedStyle(element).display === 'inline';
    if (inline && element.closest(text)) continue;
    // What a label answers for, its input need not.
    const parts = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
    const width = Math.max(...parts.map((part) => part.width));
    const height = Math.max(...parts.map((part) => part.height));
    if (width <= 1 && height <= 1) continue; // shows itself on focus only
    if (width < 24 || height < 24) {
      const words = element.innerText?.trim().slice(0, 50);
      found.push(`<${element.localName}> “${words}” is ${width.toFixed(1)} × ${height.toFixed(1)}`);
    }
  }
  return found;
}
