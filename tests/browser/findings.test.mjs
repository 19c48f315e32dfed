// Matrices, contradictions, what holds and knowledge gaps: pages without a script of their own. From a cell to its
// configurations, the same numbers in the file as in the table, a list instead of a table on a phone, both sides of a
// contradiction.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { none, site, visit } from './helpers.mjs';

const open = visit();

const folder = pathToFileURL(join(site, '/')).href;
const matrices = ['', 'instrument-mechanisme/', 'instrument-uitkomst/', 'context-mechanisme/'];
const sheetOf = (matrix) => (matrix === '' ? 'mechanisme-uitkomst' : matrix.slice(0, -1));

/** A file for spreadsheets as rows of cells, read by the rules of RFC 4180. */
function parse(text) {
  assert.ok(text.startsWith('\ufeff'), 'it begins with the mark of UTF-8');
  assert.ok(text.endsWith('\r\n'));
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^;\r\n]*)(;|\r\n)/y;
  cell.lastIndex = 1;
  for (let found; cell.lastIndex < text.length && (found = cell.exec(text));) {
    const value = found[1].startsWith('"') ? found[1].slice(1, -1).replaceAll('""', '"') : found[1];
    rows.at(-1).push(value);
    if (found[2] !== ';') rows.push([]);
  }
  rows.pop();
  assert.ok(rows.every((row) => row.length === rows[0].length), 'every row has as many cells');
  return rows;
}

/** The table as rows of texts, without headings; the numbers of a cell as a list. */
const tableOf = (page) =>
  page.locator('table.matrix').evaluate((table) => {
    const numbers = (cell) => [...cell.querySelectorAll('.tally')].map((one) => parseInt(one.textContent, 10));
    const text = (cell) => cell.textContent.trim();
    return {
      columns: [...table.tHead.rows[0].cells].slice(1, -1).map(text),
      rows: [...table.tBodies[0].rows].map(({ cells }) => ({
        name: text(cells[0]),
        cells: [...cells].slice(1, -1).map(numbers),
        empty: [...cells].slice(1, -1).map((cell) => cell.textContent.includes('niet bekeken')),
        total: Number(text(cells[cells.length - 1]).match(/\d+$/)[0]),
      })),
      totals: [...table.tFoot.rows[0].cells].slice(1).map((cell) => Number(text(cell))),
    };
  });

for (const matrix of matrices) {
  test(`matrix/${matrix}: the files say what the table says`, async (t) => {
    const page = await open(t, `matrix/${matrix}index.html`);
    const table = await tableOf(page);
    const links = page.locator('a[download]');
    assert.equal(await links.count(), 2);
    const read = async (link) => {
      const address = new URL(await link.getAttribute('href'), page.url());
      return parse(await (await page.request.get(address.href)).text());
    };
    const [wide, long] = [await read(links.nth(0)), await read(links.nth(1))];
    assert.ok((await links.nth(0).getAttribute('href')).endsWith(`${sheetOf(matrix)}.csv`));

    assert.deepEqual(wide[0].slice(1, -1), table.columns);
    assert.deepEqual(wide.slice(1, -1).map(([name]) => name), table.rows.map(({ name }) => name));
    wide.slice(1, -1).forEach((row, i) => {
      const numbers = row.slice(1, -1).map((cell) => (cell.match(/\d+/g) ?? []).map(Number));
      assert.deepEqual(numbers, table.rows[i].cells, row[0]);
      assert.equal(Number(row.at(-1)), table.rows[i].total, row[0]);
      // An empty cell says that nobody looked, and no other cell does.
      assert.deepEqual(numbers.map((list) => list.length === 0), table.rows[i].empty, row[0]);
      // A total counts a configuration once, so it is no more than the cells together.
      assert.ok(table.rows[i].total <= numbers.flat().reduce((sum, one) => sum + one, 0), row[0]);
    });
    assert.deepEqual(wide.at(-1).slice(1).map(Number), table.totals);

    const filled = table.rows.flatMap(({ name, cells }) => cells.map((cell, i) => [name, table.columns[i], cell]));
    const expected = filled.filter(([, , cell]) => cell.length > 0);
    assert.deepEqual(
      long.slice(1).map(([row, column, ...counts]) => [row, column, counts.map(Number).filter((one) => one > 0)]),
      expected,
    );
    none(page.complaints, 'complaints');
  });

  test(`matrix/${matrix}: a cell leads to as many configurations as it says`, async (t) => {
    const page = await open(t, `matrix/${matrix}index.html`);
    const cell = page.locator('table.matrix tbody td:not(.total) a').nth(3);
    const count = (await cell.locator('.tally').allInnerTexts()).reduce((sum, text) => sum + parseInt(text, 10), 0);
    await cell.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(matrix === 'instrument-uitkomst/' ? /verkennen\/.*index\.html$/ : /matrix\/.*index\.html#/);
    const place = new URL(page.url()).hash.slice(1);
    const found = place
      ? page.locator(`section[aria-labelledby="${place}"] .lines > li`)
      : page.locator('main .configuration');
    assert.equal(await found.count(), count);
    none(page.complaints.filter((complaint) => !/favicon/.test(complaint)), 'complaints');
  });

  test(`matrix/${matrix}: on a phone it is a list that needs no sideways scrolling`, async (t) => {
    const page = await open(t, `matrix/${matrix}index.html`, { width: 320 });
    assert.equal(await page.locator('table.matrix').isVisible(), false);
    const rows = page.locator('.matrix-fold > details');
    const table = await tableOf(page);
    assert.equal(await rows.count(), table.rows.length);
    await rows.first().locator('summary').focus();
    await page.keyboard.press('Enter');
    const filled = table.rows[0].cells.filter((cell) => cell.length > 0).length;
    assert.equal(await rows.first().locator('li a:visible').count(), filled);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    none(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`), 'axe');
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.equal(await page.locator('table.matrix').isVisible(), true);
    assert.equal(await rows.first().isVisible(), false);
  });
}

test('every matrix leads to the others, and says which one it is', async (t) => {
  const page = await open(t, 'matrix/index.html');
  const links = page.getByRole('navigation', { name: 'De matrices' }).getByRole('link');
  assert.equal(await links.count(), matrices.length);
  for (let at = 0; at < matrices.length; at++) {
    await links.nth(at).click();
    await page.waitForURL(new RegExp(`matrix/${matrices[at]}index.html$`));
    assert.equal(await links.nth(at).getAttribute('aria-current'), 'page');
  }
});

test('a contradiction shows both sides, and where they differ or that nobody knows', async (t) => {
  const page = await open(t, `${folder}tegenspraak/index.html`, { javaScriptEnabled: false });
  const articles = page.locator('article.finding');
  const number = await articles.count();
  assert.ok(number > 0);
  for (let at = 0; at < number; at++) {
    const article = articles.nth(at);
    const name = await article.locator('h2').innerText();
    for (const side of ['for', 'against']) {
      assert.ok((await article.locator(`.party-${side} .lines > li`).count()) > 0, `${name}: ${side}`);
      assert.match(await article.locator(`.party-${side} > .counts`).innerText(), /\d+ casus(sen)? en \d+ bron/);
    }
    const differences = await article.locator('.differences li').count();
    const unknown = await article.locator('.no-difference').count();
    assert.equal(unknown, differences === 0 ? 1 : 0, name);
    // The strongest candidates come first.
    const opposite = await article.locator('.differences li').evaluateAll((all) => all.map((one) => one.className));
    assert.deepEqual(opposite, [...opposite].sort().reverse(), name);
  }
  await articles.first().locator('h2 a').click();
  await page.waitForURL(/(verkennen|matrix)\//);
  none(page.complaints.filter((complaint) => !/favicon/.test(complaint)), 'complaints');
});

test('what holds has nothing against it, most cases first', async (t) => {
  const page = await open(t, 'standhouders/index.html');
  const cases = (await page.locator('article.finding > h2 + p').allInnerTexts()).map((text) => parseInt(text, 10));
  assert.ok(cases.length > 0);
  assert.deepEqual(cases, [...cases].sort((a, b) => b - a));
  const held = await page.locator('article.finding h2').evaluateAll((all) => all.map((one) => one.id));
  await page.goto(new URL('../tegenspraak/index.html', page.url()).href);
  const both = await page.locator('article.finding h2').evaluateAll((all) => all.map((one) => one.id));
  assert.deepEqual(held.filter((id) => both.includes(id)), []);
});

test('the file of knowledge gaps holds as many as the page says, and each leads somewhere', async (t) => {
  const page = await open(t, 'kennishiaten/index.html');
  const said = Number(await page.locator('h1 .count').innerText());
  const rows = parse(await readFile(join(site, 'kennishiaten/kennishiaten.csv'), 'utf8'));
  assert.equal(rows.length - 1, said);
  const themes = (await page.locator('.gap-theme > summary .count').allInnerTexts()).map(Number);
  assert.equal(themes.reduce((sum, one) => sum + one, 0), said);
  const at = rows[0].indexOf('Adres');
  none(rows.slice(1).filter((row) => !row[at].startsWith('https://voorbeeld.example/')), 'no address');
  await page.locator('.gap-theme > summary').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.gap-theme[open] .gaps a').first().click();
  await page.waitForLoadState();
  assert.notEqual(await page.locator('h1').innerText(), 'Kennishiaten');
});

for (const path of ['tegenspraak/index.html', 'standhouders/index.html', 'kennishiaten/index.html']) {
  test(`${path}: sound with everything open`, async (t) => {
    const page = await open(t, path);
    await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => { details.open = true; }));
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    none(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`), 'axe');
  });
}
