// My selection: from the first page that is kept to a document on paper or in a file; what goes along, what stays behind.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { none, site, visit } from './helpers.mjs';
import { faults, offered, scripts, tabTo } from './tool.mjs';

const open = visit();
const Tools = await scripts('state.js', 'tools.js', 'selection.js');
const plain = (value) => JSON.parse(JSON.stringify(value));
const block = 'bouwstenen/goede-samenwerking/index.html';
const mine = 'mijn-selectie/index.html';
const filled = `${mine}#sel=krapte.glas-1-landelijk.goede-samenwerking.klim-wethouder-brengt-idee-vroeg-in`;
const folder = pathToFileURL(join(site, '/')).href;
const link = (page) => page.locator('.selection-link');
const parts = (page) => page.locator('.selection-contents ol a').allInnerTexts();
const drawn = (page) => page.locator('.selection-contents').waitFor();
const kept = (page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter(Boolean));

test('a state is written as it is read', () => {
  const read = (hash) => {
    const { anchor, lists } = Tools.readState(hash);
    return plain([anchor, [...lists]]);
  };
  const same = (hash) => assert.equal(Tools.writeState(Tools.readState(hash)), hash);
  assert.deepEqual(read('#kop&sel=a.b&sel-title=Plan%202%2E0'), ['kop', [['sel', ['a', 'b']], ['sel-title', ['Plan 2.0']]]]);
  for (const hash of ['', '#kop', '#sel=a.b', '#kop&sel=a&casussen=b.c', '#sel-title=Plan%202%2E0%2E']) same(hash);
  assert.deepEqual(read('#sel=%E0%A4%A.b&leeg='), ['', [['sel', ['b']], ['leeg', []]]]);
});

test('pages come in an order, and give one checklist and one list of sources', () => {
  const page = (id, kind, checklist, sources) => ({ id, kind, checklist, sources });
  const pages = [
    page('krapte', 'context', [[], [], []], [['Boek', 'b', 'h 1']]),
    page('een', 'case', [['taal', 'tijd'], ['moed'], []], [['Rapport', 'r', 'p 1'], ['Boek', 'b', 'h 1']]),
    page('blok', 'block', [['tijd'], [], ['baan']]),
  ];
  assert.deepEqual(plain(Tools.selection.sorted(pages, ['block', 'case', 'context']).map(({ id }) => id)), ['blok', 'een', 'krapte']);
  const list = Tools.selection.checklist(pages).map((part) => part.map(({ id, pages: from }) => `${id}: ${from.map((one) => one.id)}`));
  assert.deepEqual(plain(list), [['tijd: een,blok', 'taal: een'], ['moed: een'], ['baan: blok']]);
  assert.deepEqual(plain(Tools.selection.sources(pages)), [{ title: 'Boek', href: 'b', places: ['h 1'] }, { title: 'Rapport', href: 'r', places: ['p 1'] }]);
  const moved = (from, step) => plain(Tools.selection.moved(['a', 'b', 'c'], from, step)).join('');
  assert.deepEqual([moved(0, 1), moved(2, -1), moved(0, -1), moved(2, 1)], ['bac', 'acb', 'abc', 'abc']);
});

test('by keyboard alone: keep a page, follow links, keep another, and find both', async (t) => {
  const page = await open(t, block);
  await tabTo(page, '[data-collect]');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Bewaar in mijn selectie');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Haal uit mijn selectie');
  assert.equal(await link(page).innerText(), 'Mijn selectie (1)');
  assert.match(page.url(), /#sel=goede-samenwerking$/);
  // A heading of the page: the browser goes there, and the selection stays.
  await page.locator('a[href="#page-checklist"]').first().press('Enter');
  await page.waitForURL(/#page-checklist&sel=goede-samenwerking$/);
  assert.ok(await page.locator('#page-checklist').evaluate((heading) => Math.abs(heading.getBoundingClientRect().top) < 200));
  await page.locator('main a[href*="contextfactoren/regie-belegd/"]').first().press('Enter');
  await page.waitForURL(/regie-belegd\/index\.html#sel=goede-samenwerking$/);
  await page.locator('[data-collect]').press('Enter');
  await link(page).press('Enter');
  await page.waitForURL(/mijn-selectie\/index\.html#sel=goede-samenwerking\.regie-belegd$/);
  await drawn(page);
  assert.deepEqual(await parts(page), ['Goede samenwerking', 'Regie is belegd']);
  assert.deepEqual(await kept(page), []);
  none(page.complaints, 'complaints');
});

test('the selection goes along through the search, to a new tab, and past a reload', async (t) => {
  const page = await open(t, `${block}#sel=krapte`);
  await page.locator('#site-search').fill('taal');
  await page.keyboard.press('Enter');
  await page.waitForURL(/zoeken\/index\.html\?q=taal#sel=krapte$/);
  await page.locator('#search-list h3 a').first().waitFor();
  assert.match(page.url(), /#sel=krapte$/);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.locator('#search-list h3 a').first().click({ button: 'middle' }),
  ]);
  await tab.waitForURL(/#sel=krapte$/);
  await page.locator('#search-list h3 a').first().click();
  await page.waitForURL((url) => !url.pathname.includes('zoeken'));
  await page.reload();
  assert.equal(await link(page).innerText(), 'Mijn selectie (1)');
});

test('an address with a heading and a selection shows the heading', async (t) => {
  const page = await open(t, `${block}#page-sources&sel=krapte`);
  await page.waitForFunction(() => scrollY > 500);
  assert.match(page.url(), /#page-sources&sel=krapte$/);
  assert.ok(await page.locator('#page-sources').evaluate((heading) => heading.getBoundingClientRect().top < innerHeight));
});

test('in an order that makes sense, until the reader moves something; by keyboard', async (t) => {
  const page = await open(t, filled);
  await drawn(page);
  const [one, two, three, four] = await parts(page);
  assert.deepEqual([one, three], ['Goede samenwerking', 'Krapte in de sector']);
  await page.getByRole('button', { name: `Zet lager: ${one}` }).press('Enter');
  await page.locator('.tool-status', { hasText: 'plaats 2 van 4' }).waitFor();
  await page.waitForFunction((name) => document.querySelector('.selection-contents ol li').innerText.startsWith(name), two);
  assert.deepEqual(await parts(page), [two, one, three, four]);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), `Zet lager: ${one}`);
  await page.reload();
  await drawn(page);
  assert.deepEqual(await parts(page), [two, one, three, four]);
  await page.getByRole('button', { name: `Haal uit mijn selectie: ${three}` }).press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.selection-contents ol li').length === 3);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Haal uit/);
  assert.equal(await link(page).innerText(), 'Mijn selectie (3)');
  await page.getByRole('button', { name: 'Maak leeg' }).press('Enter');
  await page.locator('#selection-help').waitFor();
  assert.doesNotMatch(page.url(), /#/);
});

test('one document: text, checklist with where it comes from, sources with places', async (t) => {
  const page = await open(t, filled);
  await drawn(page);
  const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
  none(ids.filter((id, at) => ids.indexOf(id) !== at), 'the same id twice');
  assert.deepEqual(await page.locator('.checklist h3').allInnerTexts(), ['Regel voor de start', 'Let hierop tijdens de uitvoering', 'Meet dit na afloop']);
  const item = page.locator('.checks li', { hasText: 'Regie is belegd' });
  assert.match(await item.innerText(), /regisseur[\s\S]*Uit: .*Goede samenwerking/);
  assert.ok(await page.locator('.sources ul ul li').count() > 3);
  const broken = await page.locator('.selection-part a[href]').evaluateAll((links) =>
    links.filter((one) => !one.getAttribute('href').startsWith('#') && !one.getAttribute('href').startsWith('../') && !one.href.startsWith('https:')).map((one) => one.outerHTML));
  none(broken, 'links that begin elsewhere');
  const answers = await Promise.all((await page.locator('.prose a[href^="../"]').evaluateAll((links) => [...new Set(links.map(({ href }) => href.split('#')[0]))]))
    .slice(0, 12).map(async (address) => [address, (await page.request.get(address)).status()]));
  none(answers.filter(([, status]) => status !== 200).map(String), 'links to nothing');
});

test('a title of one\'s own, in the address and above the document, and the document as Markdown', async (t) => {
  const page = await open(t, filled);
  await drawn(page);
  await page.getByLabel('Titel van uw document').fill('Plan 2.0 <voor> de raad.');
  assert.equal(await page.locator('h1').innerText(), 'Plan 2.0 <voor> de raad.');
  await page.reload();
  await drawn(page);
  assert.equal(await page.locator('h1').innerText(), 'Plan 2.0 <voor> de raad.');
  assert.equal(await page.getByLabel('Titel van uw document').inputValue(), 'Plan 2.0 <voor> de raad.');
  const { name, text } = await offered(page, () => page.getByRole('button', { name: 'Download als Markdown' }).press('Enter'));
  assert.equal(name, 'selectie.md');
  assert.match(text, /^# Plan 2\.0 \\<voor\\> de raad\.\n/);
  for (const part of [/^## \[Goede samenwerking\]\(http/m, /^### Stappen\n\n1\. /m, /^## Checklist$/m, /^- \[[^\]]+\]\([^)]+\) .*Uit: /m, /^## Bronnen\n\n- \[.*\n {2}- /m, /^\| /m]) assert.match(text, part);
  assert.doesNotMatch(text, /\]\([^)]*[#&]sel=/);
});

test('the link can be copied', async (t) => {
  const page = await open(t, filled, { permissions: ['clipboard-read', 'clipboard-write'] });
  await drawn(page);
  await page.getByRole('button', { name: 'Kopieer de link' }).press('Enter');
  await page.locator('.tool-status', { hasText: /gekopieerd|Kopieer/ }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

test('nothing is kept on the device unless asked, and it is erased again', async (t) => {
  const page = await open(t, filled);
  await drawn(page);
  assert.deepEqual(await kept(page), []);
  await page.getByLabel('Onthoud op dit apparaat').press('Space');
  assert.equal((await kept(page)).length, 1);
  const here = page.url().split('#')[0];
  await page.goto('about:blank');
  await page.goto(here);
  await drawn(page);
  assert.equal((await parts(page)).length, 4);
  assert.ok(await page.getByLabel('Onthoud op dit apparaat').isChecked());
  await page.getByLabel('Onthoud op dit apparaat').press('Space');
  assert.deepEqual(await kept(page), []);
  await page.goto('about:blank');
  await page.goto(here);
  await page.locator('#selection-help').waitFor();
});

test('on paper it is a document', async (t) => {
  const page = await open(t, `${filled}&sel-title=Plan`);
  await drawn(page);
  await page.emulateMedia({ media: 'print' });
  none(await page.locator('.site-header, .site-footer, form, button, nav, .lead:not(.selection-part .lead)').evaluateAll((all) =>
    all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))), 'of no use on paper');
  assert.equal(await page.locator('h1').innerText(), 'Plan');
  assert.ok(await page.locator('.selection-part').evaluateAll((all) => all.every((one) => getComputedStyle(one).breakBefore === 'page')));
});

test('ids that are no page are left out, and told', async (t) => {
  const page = await open(t, `${mine}#sel=krapte.bestaat-niet.%2E%2E%2F%2E%2E%2Fx.%3Cimg%3E`);
  await drawn(page);
  assert.deepEqual(await parts(page), ['Krapte in de sector']);
  assert.match(await page.locator('.tool-status').innerText(), /3 pagina/);
  assert.equal(await page.locator('main img').count(), 0);
});

test('without JavaScript: a plain link, an explanation, and no button that does nothing', async (t) => {
  const page = await open(t, block, { javaScriptEnabled: false });
  assert.equal(await page.locator('[data-collect]:visible').count(), 0);
  // The checklist of a building block is there.
  assert.ok(await page.locator('#page-checklist').isVisible());
  assert.ok(await page.locator('.checks li').count() > 5);
  await link(page).click();
  await page.waitForURL(/mijn-selectie\/index\.html$/);
  assert.match(await page.locator('main').innerText(), /gaat alleen met JavaScript/);
});

test('it works from a folder', async (t) => {
  const page = await open(t, folder + block);
  await page.locator('[data-collect]').click();
  await link(page).click();
  await drawn(page);
  assert.deepEqual(await parts(page), ['Goede samenwerking']);
  none(page.complaints, 'complaints');
});

for (const [state, address] of [['empty', mine], ['filled', filled]]) {
  test(`axe finds nothing ${state}`, async (t) => {
    const page = await open(t, address);
    await page.waitForLoadState('networkidle');
    none(await faults(page), 'axe');
    none(page.complaints, 'complaints');
  });
}

test('a page that is kept has no fault', async (t) => {
  const page = await open(t, `${block}#sel=goede-samenwerking`);
  none(await faults(page), 'axe');
});
