// What axe and the outline of a page can tell about WCAG 2.2 AA, on every template, wide and narrow, light and dark.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { none, visit } from './helpers.mjs';
import { templates } from './pages.mjs';

const open = visit();

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Only these look at colours, so only these are asked again when nothing but the colours changes.
const colours = ['color-contrast', 'link-in-text-block'];

for (const path of templates) {
  test(`${path}: axe finds nothing`, async (t) => {
    const page = await open(t, path);
    const found = new Set();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
        const rules = colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(colours);
        for (const { id, help, nodes } of (await rules.analyze()).violations) {
          for (const { target, any } of nodes) {
            found.add(`${width} px ${colorScheme}: ${id} (${help}) at ${target.join(' ')} ${any[0]?.message ?? ''}`);
          }
        }
      }
    }
    none([...found], 'axe');
  });

  test(`${path}: headings and landmarks are in order`, async (t) => {
    const page = await open(t, path);
    const outline = await page.evaluate(() => {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
      const name = (element) => {
        const by = element.getAttribute('aria-labelledby');
        return by ? document.getElementById(by)?.textContent : element.getAttribute('aria-label');
      };
      const top = (element) => !element.closest('main, article, section, aside, nav');
      return {
        language: document.documentElement.lang,
        headings: shown('h1, h2, h3, h4, h5, h6').map((h) => [Number(h.tagName[1]), h.textContent.trim()]),
        main: shown('main').length,
        banner: shown('header').filter(top).length,
        contentinfo: shown('footer').filter(top).length,
        navigations: shown('nav').map(name),
        first: document.querySelector('a[href]')?.getAttribute('href'),
        mainId: document.querySelector('main')?.id,
      };
    });
    assert.match(outline.language, /^[a-z]{2}/, 'the page says its language');
    assert.equal(outline.headings.filter(([level]) => level === 1).length, 1, 'one h1');
    outline.headings.reduce((above, [level, text]) => {
      assert.ok(text !== '', 'a heading without words');
      assert.ok(level <= above + 1, `“${text}” (h${level}) skips a level below h${above}`);
      return level;
    }, 0);
    assert.equal(outline.main, 1, 'one main');
    assert.equal(outline.banner, 1, 'one header of the page');
    assert.equal(outline.contentinfo, 1, 'one footer of the page');
    assert.ok(outline.navigations.length >= 1 && outline.navigations.every(Boolean), 'each nav has a name');
    assert.equal(new Set(outline.navigations).size, outline.navigations.length, 'each nav has a name of its own');
    assert.equal(outline.first, `#${outline.mainId}`, 'the first link skips to the main part');
  });
}
