// What is left when a layer is taken away: without JavaScript, opened from a folder, on paper, in forced colours,
// without motion. The plain page already says everything.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { none, site, visit } from './helpers.mjs';
import { caseList, fullCase, source, start, templates } from './pages.mjs';

const open = visit();

const file = (path) => pathToFileURL(join(site, path)).href;

/** What the main part says, folded parts included; not menus and controls, which paper can do without. */
const said = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const folded = element.closest('details:not([open])');
      const shown = element.checkVisibility({ visibilityProperty: true });
      const control = element.closest('script, noscript, nav, form, button:not(th button)');
      if (!control && (shown || folded)) words.push(walker.currentNode.data.replace(/\s+/g, ' ').trim());
    }
    return words.filter(Boolean);
  });

/** Fails when one of two readings of a page says what the other does not. */
function same(one, other, [oneName, otherName]) {
  none(one.filter((words) => !other.includes(words)), `only ${oneName}`);
  none(other.filter((words) => !one.includes(words)), `only ${otherName}`);
}

for (const path of templates) {
  test(`${path}: without JavaScript`, async (t) => {
    const [plain, whole] = await Promise.all([
      open(t, path, { javaScriptEnabled: false }),
      open(t, path),
    ]);
    same(await said(plain), await said(whole), ['without JavaScript', 'with JavaScript']);
    assert.equal(
      await plain.locator('table:visible').count(),
      await whole.locator('table:visible').count(),
      'the same tables show',
    );
    const dead = await plain.locator('button:visible').evaluateAll((buttons) =>
      buttons.filter((button) => button.type !== 'submit' || !button.form?.action).map((button) => button.outerHTML),
    );
    none(dead, 'buttons that need JavaScript');
  });

  test(`${path}: on paper`, async (t) => {
    const page = await open(t, path, { colorScheme: 'dark' });
    const onScreen = await said(page);
    await page.emulateMedia({ media: 'print' });
    const inTheWay = 'nav, form, button:not(th button), [role=search], a[href^="#"]:first-of-type:not(main *)';
    none(await page.locator(inTheWay).evaluateAll(stillShown), 'of no use on paper');
    same(onScreen, await said(page), ['on the screen', 'on paper']);
    none(await page.locator('main details').evaluateAll(folded), 'folded on paper');
    none(await page.locator('main a[href^="http"]').evaluateAll(addressless), 'a link whose address is not printed');
    const [ink, paper] = await page.evaluate(colours);
    assert.ok(paper > 0.9 && ink < 0.3, `dark on light, not ${ink} on ${paper}`);
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  });

  test(`${path}: without motion`, async (t) => {
    const page = await open(t, path, { reducedMotion: 'reduce' });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const style = getComputedStyle(element);
          const seconds = [style.transitionDuration, style.animationDuration].join().split(',').map(parseFloat);
          return Math.max(...seconds) > 0.01 || style.scrollBehavior === 'smooth';
        })
        .map((element) => `<${element.localName} class="${element.className}">`),
    );
    none([...new Set(moving)], 'moves all the same');
  });

  test(`${path}: in forced colours`, async (t) => {
    const page = await open(t, path, { forcedColors: 'active', colorScheme: 'dark' });
    none(await page.evaluate(invisible), 'the same colour as its ground');
  });
}

// 404.html is never opened from a folder: it starts from the root of its host.
for (const path of templates.filter((page) => page !== '404.html')) {
  test(`${path}: opened from a folder`, async (t) => {
    const page = await open(t, file(path));
    none(page.complaints, 'complaints');
    assert.ok(await page.evaluate(() => document.styleSheets.length > 0), 'it has its style');
  });
}

for (const [way, options, address] of [
  ['without JavaScript', { javaScriptEnabled: false }, (path) => path],
  ['from a folder', {}, file],
]) {
  test(`from the first page to the source of a claim ${way}, by following links`, async (t) => {
    const page = await open(t, address(start), options);
    for (const next of [caseList, fullCase, source]) {
      const end = next.split('/').slice(-2).join('/');
      await page.locator(`a[href*="${end}"]:visible`).first().click();
      await page.waitForURL((url) => url.pathname.endsWith(next));
      assert.notEqual((await page.locator('main h1').innerText()).trim(), '');
    }
  });
}

/** In the page: what of these still shows. */
function stillShown(elements) {
  const shown = elements.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  return shown.map((element) => `<${element.localName}> “${element.innerText.trim().slice(0, 50)}”`);
}

/** In the page: folded parts that paper shows, but not what is in them. */
function folded(parts) {
  const inside = (part) => [...part.children].filter((child) => !child.matches('summary, nav'));
  const closed = (part) => part.checkVisibility() && !inside(part).every((child) => child.checkVisibility());
  return parts.filter(closed).map((part) => part.querySelector('summary').innerText);
}

/** In the page: links to elsewhere of which neither the words nor what is printed after them tell the address. */
function addressless(links) {
  const bare = (href) => href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
  const told = (link) => getComputedStyle(link, '::after').content + link.innerText;
  return links.filter((link) => !told(link).includes(bare(link.href))).map((link) => link.outerHTML);
}

/** In the page: how light the text and the ground of the main part are, 0 to 1. */
function colours() {
  const lightness = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return a === 0 ? null : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  };
  let ground = null;
  for (let e = document.querySelector('main p, main'); e && ground === null; e = e.parentElement) {
    ground = lightness(getComputedStyle(e).backgroundColor);
  }
  return [lightness(getComputedStyle(document.querySelector('main p, main')).color), ground ?? 1];
}

/** In the page: words, and lines of pictures, that have the colour of what is behind them. */
function invisible() {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const { backgroundColor } = getComputedStyle(e);
      if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return canvas;
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const { color, fill, stroke } = getComputedStyle(element);
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const inPicture = element instanceof SVGElement;
    if (!element.checkVisibility() || element.closest('script, noscript, title, desc')) continue;
    const unseen = (colour) => colour === 'none' || colour === ground(element);
    const line = element.matches('line, path, polyline') && unseen(fill) && unseen(stroke);
    if (words ? unseen(inPicture ? fill : color) : line) {
      found.push(`<${element.localName}> “${element.textContent.trim().slice(0, 50)}”`);
    }
  }
  return found;
}
