// What the tests of tools share: their scripts in node, a walk with the Tab key, a look with axe, a file that is offered.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import AxeBuilder from '@axe-core/playwright';

const theme = new URL('../../themes/default/assets/', import.meta.url);

/** Runs scripts of the theme without a browser; gives what they share. */
export async function scripts(...names) {
  const world = vm.createContext({ URL, console });
  for (const name of names) vm.runInContext(await readFile(new URL(name, theme), 'utf8'), world, { filename: name });
  return world.Tools;
}

/** Presses Tab until the focus is on what the selector means. */
export async function tabTo(page, selector) {
  for (let step = 0; step < 300; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`the Tab key never gets to ${selector}`);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, and what is too wide: narrow and wide, light and dark. */
export async function faults(page) {
  const found = new Set();
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
      for (const { id, nodes } of violations) for (const { target } of nodes) found.add(`${width} ${colorScheme} ${id} at ${target}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) found.add(`${wide} px too wide on ${width}`);
  }
  return [...found];
}

/** The name and text of the file that a page offers when this is done. */
export async function offered(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}
