// Does this fit us? First the rule in node, on small data of which the answer is known by hand; then the page in a
// browser: by keyboard, with the answers in its address, to its exports and on paper.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import AxeBuilder from '@axe-core/playwright';
import { none, site, visit } from './helpers.mjs';

const fitPage = 'past-dit-bij-ons/index.html';
const scripts = ['tools.js', 'fit.js'].map((name) => fileURLToPath(new URL(`../../themes/default/assets/${name}`, import.meta.url)));

const world = vm.createContext({});
for (const script of scripts) vm.runInContext(await readFile(script, 'utf8'), world, { filename: script });
const { fit } = world.Tools;

// Money and time one can arrange; shortage is given, a crisis is given and unwanted, small is neither good nor bad.
const factors = {
  money: ['condition', 'partly', 'present'],
  time: ['condition', 'yes', 'present'],
  shortage: ['environment', 'no', 'present'],
  crisis: ['environment', 'no', 'absent'],
  small: ['environment', 'no', 'neutral'],
  fixed: ['condition', 'no', 'present'],
};
/** `money !crisis`: money is there, a crisis is not. */
const letters = (text) => text.split(' ').filter(Boolean).map((one) => (one[0] === '!' ? [one.slice(1), 'absent'] : [one, 'present']));
const answers = (text) => new Map(letters(text).map(([factor, state]) => [factor, state === 'present' ? 'yes' : 'no']));
const seen = (c, more) => ({ side: 'for', effect: 'works', strength: 'fair', c: letters(c), ...more });
const told = ({ verdict, weak, why, factors }) => `${verdict}${weak && /fits|arrange/.test(verdict) ? '?' : ''} ${why} ${factors.join(' ')}`.trim();

for (const [name, configuration, own, expected] of [
  ['all as with the reader', seen('money !crisis'), 'money !crisis', 'fits same money crisis'],
  ['what can be arranged lacks', seen('money shortage'), '!money shortage', 'arrange lacking money'],
  ['what is given lacks', seen('money shortage'), '!money !shortage', 'not lacking shortage'],
  ['what is given lacks, whatever is open', seen('money shortage'), '!shortage', 'not lacking shortage'],
  ['a condition without influence is given', seen('fixed'), '!fixed', 'not lacking fixed'],
  ['no answer', seen('money shortage'), 'shortage', 'unknown open money'],
  ['seen where it was harder', seen('!money'), 'money', 'unknown easier money'],
  ['seen in a crisis, and there is none', seen('crisis'), '!crisis', 'unknown easier crisis'],
  ['a crisis where none was', seen('!crisis'), 'crisis', 'not lacking crisis'],
  ['neither good nor bad', seen('small'), '!small', 'unknown elsewhere small'],
  ['no circumstances', seen(''), 'money', 'unknown unnamed'],
  ['a first indication', seen('money', { strength: 'first' }), 'money', 'fits? same money'],
  ['a mixed picture', seen('money', { side: 'mixed', effect: 'mixed' }), 'money', 'fits? same money'],
  ['no claim', seen('money', { strength: null }), 'money', 'fits? same money'],
  ['left out, and it went wrong', seen('money', { effect: 'fails' }), 'money', 'fits? without money'],
  ['expected', seen('money', { side: 'expected' }), 'money', 'unknown expected'],
  ['expected, and what is given lacks', seen('shortage', { side: 'expected' }), '!shortage', 'unknown expected'],
  ['contradicted', seen('money', { strength: 'contradicted' }), 'money', 'unknown expected'],
  ['refuted', seen('money', { strength: 'refuted' }), 'money', 'unknown expected'],
  ['left open', seen('money', { side: 'open' }), 'money', 'unknown undecided'],
  ['a warning that one can take away', seen('!money shortage', { side: 'against', effect: 'fails' }), '!money shortage', 'arrange failed money'],
  ['a warning of what is given', seen('crisis', { side: 'against', effect: 'fails' }), 'crisis', 'not failed crisis'],
  ['a warning though all is well', seen('money', { side: 'against', effect: 'fails' }), 'money', 'not failed money'],
  ['a warning from elsewhere', seen('!money crisis', { side: 'against', effect: 'fails' }), 'money', 'silent elsewhere'],
  ['a warning that waits for an answer', seen('!money crisis', { side: 'against', effect: 'fails' }), 'crisis', 'unknown open money'],
  ['a warning without circumstances', seen('', { side: 'against', effect: 'fails' }), '', 'unknown unnamed'],
]) {
  test(`a configuration: ${name}`, () => {
    assert.equal(told(fit.configuration(configuration, { factors, answers: answers(own) })), expected);
  });
}

const warns = (c) => seen(c, { side: 'against', effect: 'fails' });
for (const [name, conditions, configurations, own, expected] of [
  ['nothing at all', '', [], '', 'unknown nothing'],
  ['one fits', '', [seen('money')], 'money', 'fits same money'],
  ['one fits, of which the evidence is weak', '', [seen('money', { strength: 'first' })], 'money', 'fits? same money'],
  ['one weak, one firm', '', [seen('money', { strength: 'first' }), seen('money')], 'money', 'fits same money'],
  ['one fits and one warns', '', [seen('money'), warns('crisis')], 'money crisis', 'both failed crisis'],
  ['one warns', '', [seen('shortage'), warns('crisis')], '!shortage crisis', 'not failed crisis'],
  ['a condition lacks before one fits', 'time', [seen('money')], 'money !time', 'arrange lacking time'],
  ['a warning that one can take away', '', [seen('shortage'), warns('!money')], 'shortage !money', 'arrange lacking money'],
  ['the one that asks least', '', [seen('money time'), seen('money')], '!money !time', 'arrange lacking money'],
  ['what could be arranged is of no use where one fits', '', [seen('shortage'), seen('money')], 'shortage !money', 'fits same shortage'],
  ['a given condition lacks', 'shortage', [seen('money')], '!money !shortage', 'not lacking shortage'],
  ['a given condition lacks, but one fits', 'shortage', [seen('money')], 'money !shortage', 'fits? same money'],
  ['a condition that it works without', 'shortage', [seen('!shortage money')], '!shortage money', 'fits same shortage money'],
  ['a condition without which it was left out and went wrong', 'time', [seen('!time', { effect: 'fails' })], '!time', 'arrange? lacking time'],
  ['a condition that should not be there', 'crisis', [seen('money')], '!money crisis', 'not lacking crisis'],
  ['a condition that helps neither way', 'small', [seen('money')], 'money', 'fits same money'],
  ['one fits, a condition is open', 'time', [seen('money')], 'money', 'unknown promising time'],
  ['something to arrange, a condition is open', 'time', [seen('money')], '!money', 'arrange? lacking money'],
  ['only what is given lacks', '', [seen('shortage'), seen('shortage money')], '!shortage money', 'not lacking shortage'],
  ['the question that is asked most', '', [seen('time'), seen('money'), seen('money shortage')], '', 'unknown open money time shortage'],
  ['seen where it was harder', '', [seen('!money'), seen('')], 'money', 'unknown easier'],
  ['only expected', '', [seen('money', { side: 'expected' }), seen('')], 'money', 'unknown expected'],
  ['no circumstances', '', [seen('')], '', 'unknown unnamed'],
]) {
  test(`a building block: ${name}`, () => {
    const block = { conditions: conditions.split(' ').filter(Boolean), configurations };
    assert.equal(told(fit.block(block, { factors, answers: answers(own) })), expected);
  });
}

test('what fits comes first, then what to arrange, what is not known, and what does not fit', () => {
  const of = (verdict, weak = false, why = '') => ({ verdict, weak, why });
  const mixed = [of('not'), of('unknown', false, 'open'), of('unknown', false, 'promising'), of('both'), of('arrange', true), of('fits', true), of('arrange'), of('fits')];
  assert.deepEqual(Array.from(fit.sorted(mixed), ({ verdict, weak, why }) => `${verdict}${weak ? '?' : ''}${why && ` ${why}`}`),
    ['fits', 'fits?', 'arrange', 'arrange?', 'both', 'unknown promising', 'unknown open', 'not']);
});

const open = visit();
const folder = pathToFileURL(join(site, fitPage)).href;
const ownState = '#ja=krapte.partijen-kennen-elkaar&nee=dekkend-budget&weet-niet=meerjarig-geld';
const status = (page) => page.locator('#fit-status');
const ready = (page) => page.locator('.fit-tools:not([hidden])').waitFor();
const visitFit = async (t, state = '', options = {}) => {
  const page = await open(t, `${options.root ?? fitPage}${state}`, options);
  await ready(page);
  return page;
};
const checked = (page) => page.locator('.fit-question input:checked').evaluateAll((all) => all.map(({ name, value }) => `${name.slice(4)} ${value}`));

for (const [way, root] of [['from a host', fitPage], ['from a folder', folder]]) {
  test(`${way}: answer by keyboard, read a verdict, find the state in the address, keep it on reload, clear it`, async (t) => {
    const page = await visitFit(t, '', { root });
    assert.match(await status(page).innerText(), /^Beantwoord/);
    assert.equal(await page.locator('.fit-word').count(), 0);
    await page.locator('[data-factor=dekkend-budget] input').first().focus();
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await checked(page), ['dekkend-budget no']);
    assert.match(page.url(), /#nee=dekkend-budget$/);
    assert.match(await status(page).innerText(), /^1 van de \d+ vragen beantwoord\./);
    const block = page.locator('#fit-block-steun-voor-werkgevers');
    assert.match(await block.locator('.fit-verdict .fit-word').first().innerText(), /^Past mogelijk, als u regelt dat .+\.$/);
    assert.equal(await block.locator('.fit-turn a').innerText(), 'Dekkend budget');
    assert.ok(await block.getByRole('link', { name: 'Gestapelde financiering' }).isVisible());

    await page.reload();
    await ready(page);
    assert.deepEqual(await checked(page), ['dekkend-budget no']);
    assert.equal(await page.locator('.fit-block').count(), await page.locator('.fit-verdict > .fit-word').count());

    // The way past the menu is a part of the address too, and takes no answer away.
    await page.locator('.skip-link').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#main-content&nee=dekkend-budget$/);
    assert.deepEqual(await checked(page), ['dekkend-budget no']);

    await page.locator('#fit-to-results').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'fit-results');
    await page.locator('#fit-clear').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await checked(page), []);
    assert.match(await status(page).innerText(), /^Beantwoord/);
    assert.ok(!page.url().includes('nee='));
    none(page.complaints, 'complaints');
  });

  test(`${way}: what each configuration says is fetched when it is asked for, and follows the answers`, async (t) => {
    const page = await visitFit(t, ownState, { root });
    const block = page.locator('#fit-block-gestapelde-financiering');
    await block.locator('.fit-each > summary').click();
    await block.locator('.fit-each .configuration').first().waitFor();
    const count = Number(await block.locator('.fit-each summary .count').innerText());
    assert.equal(await block.locator('.fit-each .configuration').count(), count);
    assert.match(await block.locator('.fit-each .fit-word').first().innerText(), /^Past/);
    await page.locator('[data-factor=krapte] input[value=no]').check();
    await block.locator('.fit-each[open] .configuration').first().waitFor();
    await page.locator('#fit-others .fit-each > summary').click();
    await page.locator('#fit-others .configuration').first().waitFor();
    none(page.complaints, 'complaints');
  });
}

test('the order follows the verdicts, and every verdict is in words', async (t) => {
  const page = await visitFit(t, ownState);
  const order = ['fits', 'arrange', 'both', 'unknown', 'not'];
  const found = await page.locator('.fit-verdict > .fit-word').evaluateAll((all) => all.map((one) => one.className.split('fit-').pop()));
  assert.deepEqual(found, [...found].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  const words = await page.locator('.fit-verdict').allInnerTexts();
  none(words.filter((text) => /undefined|null|\{|‹|\d+ ?%|score/.test(text)), 'no words for people');
});

/** What a click offers as a file. */
async function file(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('answers and verdicts go out as Markdown and as CSV', async (t) => {
  const page = await visitFit(t, ownState, { acceptDownloads: true });
  const base = new URL('..', page.url().split('#')[0]).href;
  const { name, text } = await file(page, '#fit-markdown');
  assert.equal(name, 'past-dit-bij-ons.md');
  assert.match(text, /^# Past dit bij ons\?\n/);
  assert.match(text, /^- .+\? \*\*nee\*\* \(\[Dekkend budget\]\(http.+contextfactoren\/dekkend-budget\/index\.html\)\)$/m);
  assert.ok(text.includes(`### [Gestapelde financiering](${base}bouwstenen/gestapelde-financiering/index.html)`));
  assert.equal(text.match(/^### /gm).length, await page.locator('.fit-block').count());
  assert.match(text, /^- \[.+\]\(http.+configuraties\/.+\): (Werkt|Werkt niet|Wisselend), .+\. Uit: \[/m);
  none((text.match(/\]\([^)]*\)/g) ?? []).filter((link) => !link.startsWith(`](${base}`)), 'links that lead nowhere from a document');
  assert.ok(!/undefined|\{\w+\}/.test(text));

  const sheet = await file(page, '#fit-csv');
  assert.equal(sheet.name, 'past-dit-bij-ons.csv');
  assert.match(sheet.text, /^\ufeffSoort;Wat;Uitslag;Reden;Het draait om;Adres\r\n/);
  assert.match(sheet.text, /\r\nvraag;[^;]+;nee;;Dekkend budget;http/);
  assert.equal(sheet.text.match(/\r\nbouwsteen;/g).length, await page.locator('.fit-block').count());
});

test('on paper: a sheet to fill in, or the one that was filled in', async (t) => {
  const page = await visitFit(t);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.fit-tools').isVisible(), false);
  assert.ok(await page.locator('.fit-question input').first().isVisible());
  const line = () => page.locator('.fit-verdict').first().evaluate((one) => getComputedStyle(one).borderBottomStyle);
  assert.equal(await line(), 'dotted');
  const filled = await visitFit(t, ownState);
  await filled.emulateMedia({ media: 'print' });
  assert.ok(await filled.locator('.fit-verdict .fit-word').first().isVisible());
  assert.deepEqual((await checked(filled)).sort(), ['dekkend-budget no', 'krapte yes', 'meerjarig-geld unknown', 'partijen-kennen-elkaar yes']);
});

test('without JavaScript: every question, what its answers mean, and on what each building block turns', async (t) => {
  const page = await open(t, fitPage, { javaScriptEnabled: false });
  const questions = await page.locator('.fit-question').count();
  assert.equal(await page.locator('.fit-question input[type=radio]').count(), questions * 3);
  assert.equal(await page.locator('.fit-question .fit-meaning').count(), questions * 2);
  assert.equal(await page.locator('button:visible:not([type=submit])').count(), 0);
  const blocks = await page.locator('.fit-block').count();
  assert.equal(await page.locator('.fit-block details').count(), blocks);
});

test('nothing leaves the browser and nothing stays', async (t) => {
  const page = await visitFit(t, ownState);
  await page.locator('[data-factor=werkfit] input[value=yes]').check();
  none(page.responses.map((response) => response.url()).filter((url) => /dekkend-budget|werkfit/.test(url)), 'sent');
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]), [[], [], '']);
});

test('what the address says that nobody asked is left alone', async (t) => {
  const page = await visitFit(t, '#ja=bestaat-niet.krapte&vreemd=%3Cb%3E');
  assert.deepEqual(await checked(page), ['krapte yes']);
  none(page.complaints, 'complaints');
});

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
for (const [name, state] of [['without answers', ''], ['with answers', ownState], ['with configurations', ownState]]) {
  test(`axe finds nothing ${name}`, async (t) => {
    const page = await visitFit(t, state);
    if (name === 'with configurations') {
      await page.locator('.fit-each > summary').first().click();
      await page.locator('.fit-each .configuration').first().waitFor();
    }
    const found = [];
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
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
