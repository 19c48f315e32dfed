// Comparing cases: when figures compare, from the table of cases to a file, by keyboard, without JavaScript, from a folder.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { none, site, visit } from './helpers.mjs';
import { faults, offered, scripts, tabTo } from './tool.mjs';

const open = visit();
const Tools = await scripts('state.js', 'tools.js', 'compare.js');
const plain = (value) => JSON.parse(JSON.stringify(value));
const compare = 'vergelijken/index.html';
const filled = `${compare}#casussen=glas-1-landelijk.noordoost-brabant-1`;
const folder = pathToFileURL(join(site, '/')).href;
const beside = (page, count) => page.locator(`#compare .beside-${count}`).first().waitFor();

test('figures compare by the rule of the generator', async () => {
  const fixtures = JSON.parse(await readFile(new URL('../compare/doubts.json', import.meta.url), 'utf8'));
  for (const { what, figures, doubts } of fixtures) {
    const given = figures.map(([name, traits]) => ({ case: name, traits }));
    assert.deepEqual(plain(Tools.compare.doubts(given)), doubts, what);
  }
});

test('figures are grouped by what they are about, things by who shares them', () => {
  const figure = (subject, label) => ({ subject, title: subject, label, value: '1', traits: [label, '', 'result', ''] });
  const cases = [
    { id: 'a', title: 'A', facts: [['duration', 'Duur', ['kort']]], figures: [figure('baan', 'Banen'), figure('x', 'Alleen A')], blocks: ['p', 'q'] },
    { id: 'b', title: 'B', facts: [['duration', 'Duur', [['lang', 'noot']]]], figures: [figure('baan', 'Werk')], blocks: ['q', 'r'] },
    { id: 'c', title: 'C', blocks: ['q', 'r'] },
  ];
  const { together, alone } = Tools.compare.figures(cases);
  assert.deepEqual(plain(together.map((group) => [group.subject, group.figures.map((one) => one.case)])), [['baan', ['a', 'b']]]);
  assert.deepEqual(plain(alone.map((one) => one.label)), ['Alleen A']);
  const of = (page) => page.blocks.map((id) => ({ id, title: id.toUpperCase() }));
  const shared = Tools.compare.shared(cases, of).map(({ key, items }) => [key, items.map((item) => `${item.id}${item.cases.length}`)]);
  assert.deepEqual(plain(shared), [['all', ['q3']], ['some', ['r2']], ['one', ['p1']]]);
  const words = { compare: { results: 'Resultaten', alone: 'Alleen', blocks: 'Bouwstenen', heading: 'Vergeleken', doubts: 'Pas op', address: 'Staat op' }, doubt: { counted: 'Anders geteld.', whole: 'Geen geheel.', date: 'Geen datum.' } };
  const rows = plain(Tools.compare.rows(cases, ['duration', 'funding'], [['blocks', of]], words));
  assert.deepEqual(rows, [
    ['', 'A', 'B', 'C'],
    ['Duur', 'kort', 'lang (noot)', ''],
    ['Resultaten: baan', 'Banen: 1', 'Werk: 1', ''],
    ['Alleen', 'Alleen A: 1', '', ''],
    ['Bouwstenen', 'P; Q', 'Q; R', 'Q; R'],
  ]);
  const text = Tools.compare.markdown(cases, rows, words, 'https://voorbeeld.example/#casussen=a.b.c');
  assert.match(text, /^# Vergeleken\n\n\| {2}\| A \| B \| C \|\n\| --- \| --- \| --- \| --- \|\n\| Duur \| kort \| lang \(noot\) \| {2}\|\n/);
  assert.match(text, /## Pas op\n\n- baan: Anders geteld\.\n- baan: Geen geheel\.\n- baan: Geen datum\.\n\nStaat op <https/);
});

test('by keyboard alone: choose in the table, see them side by side, add, remove, go back, take a file', async (t) => {
  const page = await open(t, 'casussen/index.html');
  assert.ok(await page.getByRole('button', { name: 'Vergelijk gekozen casussen' }).isDisabled());
  for (const id of ['glas-1-landelijk', 'noordoost-brabant-1']) {
    await page.locator(`.pick[value=${id}]`).focus();
    await page.keyboard.press('Space');
  }
  await page.locator('form[data-pick] button').focus();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /\(2\)$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/vergelijken\/index\.html#casussen=glas-1-landelijk\.noordoost-brabant-1$/);
  await beside(page, 2);
  assert.match(await page.locator('.tool-status').innerText(), /^2 casussen/);
  await tabTo(page, '#compare-case');
  await page.locator('#compare-case').selectOption('dutch-tulip');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\.dutch-tulip$/);
  await beside(page, 3);
  await tabTo(page, '.chosen-cases button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#casussen=noordoost-brabant-1\.dutch-tulip$/);
  await beside(page, 2);
  await page.goBack();
  await beside(page, 3);
  const csv = await offered(page, () => page.getByRole('button', { name: /CSV/ }).press('Enter'));
  assert.equal(csv.name, 'vergelijking.csv');
  assert.match(csv.text, /^\ufeff;Glas 1: [^;]+;"Noordoost-Brabant: [^;]+";The Dutch Tulip/);
  assert.match(csv.text, /\r\nDuur;/);
  const markdown = await offered(page, () => page.getByRole('button', { name: /Markdown/ }).press('Enter'));
  assert.match(markdown.text, /^# Casussen vergeleken\n/);
  assert.match(markdown.text, /Zij tellen verschillende dingen/);
  none(page.complaints, 'complaints');
});

test('at most four can be chosen', async (t) => {
  const page = await open(t, 'casussen/index.html');
  for (const at of [0, 1, 2, 3]) await page.locator('.pick').nth(at).check();
  assert.ok(await page.locator('.pick').nth(4).isDisabled());
  await page.locator('.pick').first().uncheck();
  assert.ok(await page.locator('.pick').nth(4).isEnabled());
  const full = await open(t, `${compare}#casussen=spoor-bam.spoor-arriva.dutch-tulip.ndc-techniek.bestaat-niet`);
  await beside(full, 4);
  assert.ok(await full.locator('#compare-case').isDisabled());
});

test('every bar has its number beside it, and doubts are told where they are', async (t) => {
  const page = await open(t, filled);
  await beside(page, 2);
  const bars = await page.locator('.beside-figures > li:has(.bar)').evaluateAll((items) =>
    items.map((item) => [Number(item.querySelector('.bar-part').getAttribute('width')), item.querySelector('p .place').textContent]));
  assert.ok(bars.length > 2);
  none(bars.filter(([length, share]) => Math.abs(length - parseInt(share, 10)) > 1).map(String), 'a bar of another length');
  const work = page.locator('h3', { hasText: /^Betaald werk$/ });
  assert.match(await work.locator('xpath=following-sibling::*[1]').innerText(), /Niet zonder meer te vergelijken[\s\S]*verschillende dingen/);
});

test('a case leads to the comparison, with itself in it', async (t) => {
  const page = await open(t, 'casussen/glas-1-landelijk/index.html');
  await page.getByRole('link', { name: 'Vergelijk met een andere casus' }).click();
  await page.waitForURL(/#casussen=glas-1-landelijk$/);
  await page.locator('.chosen-cases li', { hasText: 'Glas 1' }).waitFor();
  assert.match(await page.locator('.tool-status').innerText(), /nog minstens één/);
});

test('what is in the address is only ever the id of a case', async (t) => {
  const page = await open(t, `${compare}#casussen=%3Cimg%20src%3Dx%3E.krapte.%E0%A4%A.glas-1-landelijk`);
  await page.locator('.chosen-cases li').first().waitFor();
  assert.equal(await page.locator('.chosen-cases li').count(), 1);
  none(page.complaints, 'complaints');
});

test('without JavaScript the page leads to comparisons that are ready', async (t) => {
  const page = await open(t, compare, { javaScriptEnabled: false });
  assert.match(await page.locator('main').innerText(), /gaat alleen met JavaScript/);
  await page.locator('.compare-ready a').first().click();
  await page.waitForURL(/vergelijken\/via-spoor\//);
  assert.ok(await page.locator('.beside-figures .bar').count() > 0);
  assert.ok(await page.locator('.alert-warning').count() > 0);
});

test('it works from a folder', async (t) => {
  const page = await open(t, folder + filled);
  await beside(page, 2);
  none(page.complaints, 'complaints');
});

for (const [state, address] of [['empty', compare], ['filled', filled]]) {
  test(`axe finds nothing ${state}`, async (t) => {
    const page = await open(t, address);
    await page.locator('.tool-status:not(:empty)').waitFor();
    none(await faults(page), 'axe');
    none(page.complaints, 'complaints');
  });
}
