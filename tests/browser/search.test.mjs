// The search page in a browser: from a host under the strict policy and from a folder, by keyboard alone, with filters,
// with mistakes, without results, and what it weighs.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { none, site, visit } from './helpers.mjs';
import { searchPage, start } from './pages.mjs';

const open = visit();

const folder = pathToFileURL(join(site, '/')).href;
const status = (page) => page.locator('#search-status');
const links = (page) => page.locator('#search-list h3 a');
const titles = (page) => links(page).allInnerTexts();
/** Waits until the page says how much it found. */
const answered = async (page, pattern = /\d|Geen/) => {
  await page.waitForFunction((source) => new RegExp(source).test(document.getElementById('search-status').textContent), pattern.source);
};
const ask = async (t, question, options) => {
  const page = await open(t, `${options?.root ?? ''}${searchPage}?${new URLSearchParams(question)}`, options);
  await answered(page);
  return page;
};

for (const [way, root] of [['from a host', ''], ['from a folder', folder]]) {
  test(`${way}: a question from the first page finds pages, and they open`, async (t) => {
    const page = await open(t, root + start);
    await page.locator('#site-search').fill('vaktaaltraining');
    await page.locator('.search-box button').click();
    await answered(page);
    assert.match(await status(page).innerText(), /^\d+ resultaten voor “vaktaaltraining”$/);
    await links(page).first().click();
    await page.waitForURL(/vaktaal.*index\.html$/);
    assert.match(await page.locator('main h1').innerText(), /vaktaal/i);
    // What a page was still fetching when one left it is no fault.
    none(page.complaints.filter((complaint) => !/favicon/.test(complaint)), 'complaints');
  });

  test(`${way}: a mistake is mended and said, with a way back`, async (t) => {
    const page = await ask(t, { q: 'statusouder' }, { root });
    assert.match(await page.locator('#search-notes').innerText(), /Bedoelde u “statushouders?”/);
    assert.ok((await titles(page)).length > 0);
    await page.getByRole('link', { name: /Zoek toch op/ }).click();
    await answered(page, /Geen/);
    assert.match(page.url(), /letterlijk=1/);
    none(page.complaints, 'complaints');
  });
}

test('by keyboard alone: search, narrow, open a result, come back to the same', async (t) => {
  const page = await open(t, start);
  const press = (key, times = 1) => Array.from({ length: times }).reduce((before) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'site-search');
  await page.keyboard.type('begeleiding');
  await press('Enter');
  await answered(page);
  const before = await status(page).innerText();
  const until = async (selector) => {
    for (let step = 0; step < 200; step++) {
      await press('Tab');
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    }
    assert.fail(`the Tab key never gets to ${selector}`);
  };
  await until('input[name=soort][value=les]');
  await press('Space');
  await page.waitForFunction((before) => document.getElementById('search-status').textContent !== before, before);
  await until('#search-list h3 a');
  const [found, first] = [await status(page).innerText(), await titles(page)];
  const results = page.url();
  assert.match(results, /\?q=begeleiding&soort=les$/);
  await press('Enter');
  await page.waitForURL(/lessen\//);
  await page.goBack();
  await page.waitForURL(results);
  await answered(page);
  assert.equal(await status(page).innerText(), found);
  assert.deepEqual(await titles(page), first);
  assert.equal(await page.locator('#search-query').inputValue(), 'begeleiding');
  assert.ok(await page.locator('input[name=soort][value=les]').isChecked());
});

test('the key that leads to the search box can be switched off', async (t) => {
  const page = await open(t, searchPage);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.keyboard.press('/');
  assert.equal(await focused(), 'search-query');
  await page.locator('#search-slash').uncheck();
  await page.locator('main h1').click();
  await page.keyboard.press('/');
  assert.notEqual(await focused(), 'search-query');
  await page.reload();
  assert.equal(await page.locator('#search-slash').isChecked(), false);
  await page.locator('#search-slash').check();
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test('the numbers of filters are live, and none disappears', async (t) => {
  const page = await ask(t, { q: 'taal' });
  const numbers = () => page.locator('fieldset[data-name=soort] .count').allInnerTexts();
  const all = (await numbers()).map(Number);
  const sum = all.reduce((sum, one) => sum + one, 0);
  assert.equal(`${sum} resultaten voor “taal”`, await status(page).innerText());
  await page.getByLabel(/^Werkt niet/).check();
  await page.waitForURL(/richting=werkt-niet/);
  await page.waitForFunction((before) => document.getElementById('search-status').textContent !== before, `${sum} resultaten voor “taal”`);
  const fewer = (await numbers()).map(Number);
  assert.equal(fewer.length, all.length);
  assert.ok(fewer.some((one, i) => one < all[i]) && fewer.every((one, i) => one <= all[i]));
  // Within a dimension a choice adds: its own numbers stay.
  const own = await page.locator('fieldset[data-name=richting] .count').allInnerTexts();
  assert.ok(own.filter((one) => Number(one) > 0).length > 1, own.join());
  await page.locator('#search-clear').click();
  await page.waitForFunction((all) => document.getElementById('search-status').textContent.startsWith(`${all} `), sum);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-query');
});

test('a folded dimension is fetched when it is opened, and narrows', async (t) => {
  const page = await ask(t, { q: 'werkgever' });
  await page.locator('summary', { hasText: /^Mechanisme/ }).click();
  const box = page.locator('fieldset[data-name=mechanisme] label', { hasText: 'Vertrouwen van de werkgever' });
  await box.click();
  await page.waitForURL(/mechanisme=vertrouwen-werkgever/);
  await page.locator('summary', { hasText: /^Mechanisme.*1 gekozen/ }).waitFor();
  const shared = await open(t, page.url());
  await answered(shared);
  assert.equal(await status(shared).innerText(), await status(page).innerText());
  assert.ok(await shared.locator('details[data-name=mechanisme][open]').count());
});

test('a page with configurations shows the one that fits', async (t) => {
  const page = await ask(t, { q: 'werkgever proefplaatsing' });
  const sentence = page.locator('.result-sentence a').first();
  assert.match(await sentence.innerText(), /^(Als|Soms|Verwachting|In het algemeen|Nog onbekend)/);
  await sentence.click();
  await page.waitForURL(/configuraties\/.+/);
});

test('newest first, and more of it', async (t) => {
  const page = await ask(t, { q: 'traject' });
  assert.equal((await titles(page)).length, 10);
  await page.getByRole('button', { name: 'Meer resultaten' }).click();
  await page.waitForFunction(() => document.querySelectorAll('#search-list > li').length === 20);
  assert.match(page.url(), /toon=20/);
  assert.ok(await page.evaluate(() => document.activeElement === document.querySelectorAll('#search-list h3 a')[10]));
  await page.getByLabel('Volgorde').selectOption('Nieuwste eerst');
  await page.waitForURL(/volgorde=nieuw/);
  await page.waitForFunction(() => document.querySelectorAll('#search-list > li').length === 10);
});

test('typing goes on and the answer follows, without a step in the history', async (t) => {
  const page = await open(t, searchPage);
  const steps = await page.evaluate(() => history.length);
  await page.locator('#search-query').pressSequentially('jobcoac');
  await answered(page);
  await page.waitForURL(/q=jobcoac$/);
  assert.ok((await titles(page)).some((title) => /jobcoach/i.test(title)));
  assert.equal(await page.evaluate(() => history.length), steps);
});

test('nothing found is never the end', async (t) => {
  const page = await ask(t, { q: 'xqzwv' });
  assert.match(await status(page).innerText(), /^Geen resultaten voor “xqzwv”$/);
  assert.ok(await page.locator('.entrances a:visible').count() > 5);
  const literal = await ask(t, { q: 'statusouder', letterlijk: 1 });
  await literal.locator('#search-help a').first().click();
  await answered(literal, /statushouder/);
});

test('what is typed is only ever text', async (t) => {
  const text = '<img src=x onerror=alert(1)> "\'&';
  const page = await ask(t, { q: text });
  assert.match(await status(page).innerText(), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator('main img').count(), 0);
  none(page.complaints, 'complaints');
});

test('without JavaScript the page leads to the overviews', async (t) => {
  const page = await open(t, `${searchPage}?q=taal`, { javaScriptEnabled: false });
  assert.ok(await page.locator('.search-without').isVisible());
  assert.ok(await page.locator('.entrances a:visible').count() > 5);
});

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
for (const [state, question] of [
  ['with results', { q: 'taal' }],
  ['with filters', { q: 'werkgever', soort: 'les', mechanisme: 'vertrouwen-werkgever' }],
  ['mended', { q: 'statusouder' }],
  ['without results', { q: 'xqzwv' }],
  ['with filters that leave nothing', { q: 'taal', soort: 'bron', richting: 'onbekend' }],
]) {
  test(`axe finds nothing ${state}`, async (t) => {
    const page = await ask(t, question);
    const found = [];
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      if (width === 320) await page.locator('.search-side > summary').click();
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
        found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${width} ${colorScheme} ${id} at ${target}`)));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${wide} px too wide on ${width}`);
      }
    }
    none([...new Set(found)], 'axe');
  });
}

test('the first question costs at most 60 KB, compressed', async (t) => {
  const page = await open(t, searchPage);
  await page.waitForLoadState('networkidle');
  const script = page.responses.filter((response) => /\/assets\/search-/.test(response.url()));
  const before = page.responses.length;
  await page.locator('#search-query').fill('taal werkgever');
  await page.locator('.search-line button').click();
  await answered(page);
  await page.waitForLoadState('networkidle');
  const fetched = page.responses.slice(before);
  const sizes = await Promise.all([...script, ...fetched].map(async (response) => gzipSync(await response.body(), { level: 9 }).length));
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${(sum / 1024).toFixed(1)} KB in ${sizes.length} requests`);
  assert.ok(sum <= 60 * 1024, `${(sum / 1024).toFixed(1)} KB`);
});
