// Nothing is cut off or pushed out of sight: on a narrow screen (WCAG 1.4.10), with text twice as large (1.4.4), with
// the reader's own text spacing (1.4.12).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, readerStyle, visit } from './helpers.mjs';
import { templates } from './pages.mjs';

const open = visit();

// The values of success criterion 1.4.12.
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

for (const path of templates) {
  test(`${path}: fits 320 px`, async (t) => {
    const page = await open(t, path, { width: 320 });
    none(await cutOff(page, { pictures: true }), 'cut off');
  });

  test(`${path}: text at 200 %`, async (t) => {
    const page = await open(t, path);
    const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    const [before, after] = await compare(page, () =>
      readerStyle(page, `:root { font-size: ${2 * size}px !important; }`),
    );
    none(await cutOff(page), 'cut off');
    // A heading that is large already, on a wide screen, may grow less; it reaches twice its size with more zoom.
    const enough = (size) => (size < 24 ? 1.9 : 1.4) * size;
    none(before.filter((text, i) => after[i].size < enough(text.size)).map((text) => text.words), 'does not grow');
  });

  test(`${path}: the reader's own text spacing`, async (t) => {
    const page = await open(t, path);
    const [before, after] = await compare(page, () => readerStyle(page, spacing));
    none(before.filter((text, i) => text.shown && !after[i].shown).map((text) => text.words), 'gone');
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      none(await cutOff(page), `cut off at ${width} px`);
    }
  });
}

test('the measuring rod sees text that is cut off', async (t) => {
  const page = await open(t, templates[0]);
  assert.deepEqual(await cutOff(page), []);
  await readerStyle(page, 'h1 { block-size: 0.4em; overflow: hidden; }');
  assert.notDeepEqual(await cutOff(page), []);
});

/** All texts of the page, before and after a change of style: their words, whether they show, how large they are. */
async function compare(page, change) {
  const texts = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest('script, noscript, svg')) continue;
        found.push({
          words: walker.currentNode.data.trim().slice(0, 60),
          shown: element.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
          size: parseFloat(getComputedStyle(element).fontSize),
        });
      }
      return found;
    });
  const before = await texts();
  await change();
  return [before, await texts()];
}

/**
 * Texts that nobody can read or scroll to. A picture's words stand in the table below it as well, so they count only
 * when the page itself is as its maker meant it (`pictures`).
 */
function cutOff(page, { pictures = false } = {}) {
  return page.evaluate((pictures) => {
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
      found.push(`the page is ${document.documentElement.scrollWidth} px wide on a screen of ${width}`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const element = text.parentElement;
      if (!text.data.trim() || element.closest(pictures ? 'script, noscript' : 'script, noscript, svg')) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      range.selectNodeContents(text);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      const fault = boxes.map((box) => hiddenBy(element, box)).find(Boolean);
      if (fault) found.push(`“${text.data.trim().slice(0, 60)}” ${fault}`);
    }
    for (const element of document.body.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      const spill = element.scrollHeight - element.clientHeight;
      if (style.overflowY !== 'visible' || style.display.startsWith('inline') || element.clientHeight === 0) continue;
      if (!element.closest('svg') && spill > parseFloat(style.fontSize)) {
        found.push(`<${element.localName} class="${element.className}"> spills ${spill} px over what follows`);
      }
    }
    return found;

    // Half a letter of play: the box of a letter is higher than the letter.
    function hiddenBy(element, box) {
      const play = parseFloat(getComputedStyle(element).fontSize) / 2;
      for (let around = element; around && around !== document.documentElement; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.display === 'inline' && around.localName !== 'svg') continue; // has no box of its own
        const edge = around.getBoundingClientRect();
        if (edge.width <= 1 || edge.height <= 1) return null; // only there for screen readers
        if (/auto|scroll/.test(style.overflowX + style.overflowY)) return null; // can be scrolled to
        const cuts = (overflow) => /hidden|clip/.test(overflow);
        const wide = box.right > edge.right + play || box.left < edge.left - play;
        const high = box.bottom > edge.bottom + play || box.top < edge.top - play;
        if ((cuts(style.overflowX) && wide) || (cuts(style.overflowY) && high)) {
          return `is cut off by <${around.localName} class="${around.getAttribute('class') ?? ''}">`;
        }
      }
      // What stands wholly to the left is put there on purpose, as a skip link may be.
      const left = box.left < -1 && box.right > 0;
      return left || box.right > width + 1 ? 'stands outside the screen' : null;
    }
  }, pictures);
}
