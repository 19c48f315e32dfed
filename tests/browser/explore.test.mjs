// What works for whom: the logic in node on a small hand-made set of data; then the tool in a browser, from a host
// under the strict policy and from a folder, by keyboard, with a link that was shared, with nothing that fits, and out
// of it as files. Question pages, and expected and seen, as plain pages.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import AxeBuilder from '@axe-core/playwright';
import { none, site, visit } from './helpers.mjs';

const open = visit();
const folder = pathToFileURL(join(site, '/')).href;
const tool = 'verkennen/index.html';
const question = 'verkennen/procesregie/werkende-samenwerking/index.html';

// The logic.

const world = vm.createContext({});
for (const name of ['tools.js', 'explore.js']) {
  const path = fileURLToPath(new URL(`../../themes/default/assets/${name}`, import.meta.url));
  vm.runInContext(await readFile(path, 'utf8'), world, { filename: path });
}
const { Tools } = world;
/** Values of another world as our own, so that they compare. */
const own = (value) => JSON.parse(JSON.stringify(value, (_, one) => (Object.prototype.toString.call(one) === '[object Map]' ? [...one] : one)));

const THINGS = [
  ['audience', 'jong', 'Jongeren'],
  ['audience', 'oud', 'Ouderen'],
  ['context', 'krapte', 'Krapte'],
  ['intervention', 'coach', 'Coach'],
  ['intervention', 'les', 'Les'],
  ['outcome', 'baan', 'Baan'],
  ['outcome', 'uitval', 'Uitval (ongewenst)'],
  ['mechanism', 'durf', 'Durf'],
  ['case', 'dorp', 'Dorp'],
  ['source', 'boek', 'Boek; deel *1*'],
];
const at = (id) => THINGS.findIndex(([, other]) => other === id);
const data = {
  words: {
    tools: { and: 'en', separator: ';' },
    explore: {
      language: 'nl', absent: '{name} (afwezig)', or: 'of', rest: 'Zonder vraag', no_strength: 'Niet te bepalen',
      audience_lead: 'voor', context_lead: 'bij', intervention_lead: 'met', mechanism_lead: 'door', outcome_lead: 'naar', effect_lead: 'richting',
      head_question: 'Vraag', head_side: 'Kant', head_sentence: 'Zin', head_effect: 'Richting', head_strength: 'Bewijskracht', head_cases: 'Casussen', head_sources: 'Bronnen', head_address: 'Adres',
    },
    ask: { title: 'Werkt ‘{intervention}’ voor ‘{outcome}’?', title_unwanted: 'Werkt ‘{intervention}’ tegen ‘{outcome}’?' },
    side: { for: 'ervoor', against: 'ertegen', mixed: 'wisselend', expected: 'alleen verwacht', open: 'open' },
    effect: { works: 'Werkt', mixed: 'Wisselend', fails: 'Werkt niet', unknown: 'Onbekend' },
    strength: { first: 'Eerste aanwijzing' },
  },
  things: THINGS.map(([kind, id, title]) => ({ kind, id, title, inside: title.toLowerCase().replace(' (ongewenst)', ''), unwanted: id === 'uitval' })),
  configurations: [
    // number: audience, context, intervention, outcome, effect, sides
    [['jong'], [['krapte', 'present']], ['coach'], ['baan'], 'works', 'f'],
    [['jong', 'oud'], [['krapte', 'absent']], ['coach'], ['baan'], 'fails', 'a'],
    [['oud'], [], ['coach', 'les'], ['baan', 'uitval'], 'mixed', 'mmmm'],
    [[], [['krapte', 'present']], ['les'], ['uitval'], 'works', 'e'],
    [['oud'], [], [], ['baan'], 'unknown', ''],
  ].map(([audience, context, i, o, effect, sides], number) => ({
    id: `nummer-${number}`, audience: audience.map(at), c: context.map(([id, state]) => [at(id), state]),
    i: i.map((id) => [at(id), 'used']), m: [[at('durf'), 'fires']], o: o.map((id) => [at(id), 'occurs']),
    effect, sides, strength: number === 0 ? 'first' : null, cases: [at('dorp')], sources: [at('boek')],
  })),
};
const found = Tools.explore.index(data);
const picks = (object) => new Map(Object.entries(object));
const match = (object) => own(Tools.explore.match(found, picks(object)));

test('a circumstance and its absence are two options', () => {
  const [, context] = found.dimensions;
  assert.deepEqual(own(context.options).map(({ id, label }) => [id, label]), [['krapte', 'Krapte'], ['~krapte', 'Krapte (afwezig)']]);
  assert.deepEqual(own(found.dimensions.at(-1).options).map(({ id }) => id), ['werkt', 'wisselend', 'werkt-niet', 'onbekend']);
});

test('one of the picks within a dimension, all dimensions together', () => {
  assert.deepEqual(match({}), [0, 1, 2, 3, 4]);
  assert.deepEqual(match({ audience: ['jong'] }), [0, 1]);
  assert.deepEqual(match({ audience: ['jong', 'oud'] }), [0, 1, 2, 4]);
  assert.deepEqual(match({ audience: ['jong'], context: ['~krapte'] }), [1]);
  assert.deepEqual(match({ audience: ['oud'], effect: ['werkt'] }), []);
  assert.deepEqual(match({ audience: [] }), [0, 1, 2, 3, 4]);
});

test('counts do not heed what is picked in their own dimension', () => {
  const counts = (object) => Object.fromEntries(own(Tools.explore.counts(found, picks(object))).map(([name, list]) => [name, Object.fromEntries(list)]));
  const left = counts({ audience: ['jong'] });
  assert.deepEqual(left.audience, { jong: 2, oud: 3 });
  assert.deepEqual(left.context, { krapte: 1, '~krapte': 1 });
  assert.deepEqual(left.intervention, { coach: 2, les: 0 });
  const both = counts({ audience: ['jong'], context: ['krapte'] });
  assert.deepEqual([both.audience, both.context], [{ jong: 1, oud: 0 }, { krapte: 1, '~krapte': 1 }]);
});

test('groups are as large as can be, and hold each configuration once', () => {
  const groups = (numbers, object = {}) => own(Tools.explore.group(data, numbers, picks(object)));
  const told = (list) => list.map((one) => [Tools.explore.ask(data, one), one.sides.map(({ side, numbers }) => `${side} ${numbers}`).join(', ')]);
  assert.deepEqual(told(groups([0, 1, 2, 3, 4])), [
    ['Werkt ‘coach’ voor ‘baan’?', 'for 0, against 1, mixed 2'],
    ['Werkt ‘les’ tegen ‘uitval’?', 'expected 3'],
    ['Zonder vraag', 'open 4'],
  ]);
  // Who asks for an outcome gets questions on that outcome.
  assert.deepEqual(told(groups([0, 1, 2, 3], { outcome: ['uitval'] })).slice(0, 1), [['Werkt ‘les’ tegen ‘uitval’?', 'mixed 2, expected 3']]);
  assert.deepEqual(groups([]), []);
});

test('only the first cards are drawn', () => {
  const groups = Tools.explore.group(data, [0, 1, 2, 3, 4]);
  const cut = (most) => own(Tools.explore.cut(groups, most)).map(({ size, sides }) => [size, ...sides.map(({ numbers, all }) => `${numbers.length}/${all}`)]);
  assert.deepEqual(cut(2), [[3, '1/1', '1/1']]);
  assert.deepEqual(cut(4), [[3, '1/1', '1/1', '1/1'], [1, '1/1']]);
});

test('when nothing fits, the pick to let go of is the one without which most remains', () => {
  const drop = (object) => own(Tools.explore.drop(found, picks(object)));
  assert.deepEqual(drop({ audience: ['oud'], effect: ['werkt'] }), { names: ['effect'], left: 3 });
  assert.deepEqual(drop({ context: ['krapte'], intervention: ['les'], effect: ['werkt-niet'] }), { names: ['effect'], left: 1 });
  // One is not enough here.
  assert.deepEqual(drop({ audience: ['jong'], context: ['niets'], intervention: ['niets'] }), { names: ['context', 'intervention'], left: 2 });
  assert.deepEqual(drop({ context: ['niets'] }), { names: ['context'], left: 5 });
});

test('what is picked reads as a sentence', () => {
  const say = (object) => Tools.explore.sentence(data, found, picks(object));
  assert.equal(say({ audience: ['jong', 'oud'], context: ['~krapte'] }), 'voor jongeren of ouderen, bij krapte (afwezig)');
  assert.equal(say({}), '');
});

test('a table and a text say the same', () => {
  const told = (number) => ({ text: `Als ${number}, dan *niet*.`, counts: number === 0 ? '1 casus' : '', address: `https://x.example/${number}/` });
  const rows = own(Tools.explore.table(data, Tools.explore.group(data, [0, 3]), told));
  assert.deepEqual(rows[1], ['Werkt ‘coach’ voor ‘baan’?', 'ervoor', 'Als 0, dan *niet*.', 'Werkt', 'Eerste aanwijzing (1 casus)', 'Dorp', 'Boek; deel *1*', 'https://x.example/0/']);
  assert.equal(rows[2][4], 'Niet te bepalen');
  const text = Tools.explore.markdown(data, { title: 'T', asked: 'A?', address: 'https://x.example/' }, rows);
  assert.match(text, /^# T\n\nA\?\n\n<https:\/\/x\.example\/>\n\n## Werkt ‘coach’ voor ‘baan’\?\n\n### Ervoor\n\n- Als 0, dan \\\*niet\\\*\.\n {2}- Richting: Werkt\n/);
  assert.match(Tools.csv(rows, ';'), /"Boek; deel \*1\*"/);
});

// The tool.

const status = (page) => page.locator('.explore-status');
const said = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.querySelector('.explore-status')?.textContent), pattern.source);
const ready = async (t, fragment = '', options = {}) => {
  const page = await open(t, `${options.root ?? ''}${tool}${fragment}`, options);
  await said(page, /\d|Geen/);
  return page;
};
const number = async (page) => Number(/\d+/.exec(await status(page).innerText())?.[0] ?? 0);
const cards = (page) => page.locator('.explore-results .configuration');
const picker = (page, lead) => page.locator('.picker', { has: page.locator('.picker-lead', { hasText: new RegExp(`^${lead}$`) }) });

for (const [way, root] of [['from a host', ''], ['from a folder', folder]]) {
  test(`${way}: a shared link shows what was picked, and leads to the question`, async (t) => {
    const page = await ready(t, '#doelgroep=statushouders&uitkomst=betaald-werk', { root });
    assert.match(await page.locator('.explore-asked').innerText(), /^Wat is er bekend voor statushouders, voor de uitkomst betaald werk\?$/);
    assert.equal(await cards(page).count(), Math.min(20, await number(page)));
    for (const text of await page.locator('.explore-results .sentence').allInnerTexts()) assert.match(text, /werk/);
    await page.locator('.explore-results h3 a').first().click();
    await page.waitForURL(/verkennen\/[a-z-]+\/betaald-werk\/index\.html$/);
    await page.locator('dl.inline a', { hasText: 'Verder verkennen' }).click();
    await said(page, /passen|past/);
    assert.match(page.url(), /#instrument=[a-z-]+&uitkomst=betaald-werk$/);
    none(page.complaints.filter((complaint) => !/favicon/.test(complaint)), 'complaints');
  });
}

test('by keyboard alone: pick, see less, go back, clear', async (t) => {
  const page = await ready(t);
  const until = async (test, key = 'Tab') => {
    for (let step = 0; step < 150; step++) {
      await page.keyboard.press(key);
      if (await page.evaluate(test)) return;
    }
    assert.fail(`${key} never gets to ${test}`);
  };
  const all = await number(page);
  await until(() => document.activeElement.matches('.picker summary'));
  await page.keyboard.press('Enter');
  await until(() => document.activeElement.value === 'statushouders');
  await page.keyboard.press('Space');
  await said(page, /passen/);
  assert.match(page.url(), /#doelgroep=statushouders$/);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'statushouders');
  const fewer = await number(page);
  assert.ok(fewer > 0 && fewer < all);
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.picker:not([open]) summary')));
  await until(() => document.activeElement.textContent === 'Wis keuzes');
  await page.keyboard.press('Enter');
  await said(page, new RegExp(`^${all} `));
  assert.ok(await page.evaluate(() => document.activeElement.matches('.picker summary')));
  await page.goBack();
  await said(page, new RegExp(`^${fewer} `));
  assert.ok(await page.locator('input[value=statushouders]').isChecked());
  await page.reload();
  await said(page, new RegExp(`^${fewer} `));
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, '']);
});

test('a long list can be narrowed, and its numbers are live', async (t) => {
  const page = await ready(t);
  const context = picker(page, 'in de omstandigheid');
  await context.locator('summary').click();
  await context.getByRole('searchbox').fill('krapte');
  assert.deepEqual((await context.locator('label:visible span:first-of-type').allInnerTexts()).filter((text) => /krapte/i.test(text)), ['Krapte in de sector', 'Krapte in de sector (afwezig)']);
  const label = context.locator('label', { has: page.locator('input[value="~krapte"]') });
  const promised = Number(await label.locator('.count').innerText());
  await label.click();
  await said(page, /passen|past/);
  assert.match(page.url(), /#context=~krapte$/);
  assert.equal(await number(page), promised);
});

test('more of a long answer, and its focus', async (t) => {
  const page = await ready(t, '#doelgroep=statushouders');
  assert.equal(await cards(page).count(), 20);
  await page.getByRole('button', { name: 'Meer configuraties' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.explore-results .configuration').length > 20);
  assert.ok(await page.evaluate(() => document.activeElement === document.querySelectorAll('.explore-results .configuration')[20].querySelector('a')));
});

const nothing = '#doelgroep=statushouders&instrument=resultaatfinanciering&uitkomst=taalvaardigheid&richting=werkt-niet';

test('nothing that fits is never the end', async (t) => {
  const page = await ready(t, nothing);
  assert.equal(await status(page).innerText(), 'Geen configuratie past bij al uw keuzes.');
  const promise = await page.locator('.explore-help p').innerText();
  await page.locator('.explore-help button').click();
  await said(page, /^\d/);
  assert.equal(await number(page), Number(/(\d+) configuratie/.exec(promise)[1]));
});

test('what is not known in an address does no harm', async (t) => {
  const page = await ready(t, '#stap-2&doelgroep=bestaat-niet.statushouders&kleur=%3Cimg%20src=x%3E');
  assert.ok((await number(page)) > 0);
  assert.equal(await page.locator('main img').count(), 0);
  none(page.complaints, 'complaints');
});

test('what fits goes out as a text and as a table', async (t) => {
  const page = await ready(t, '#doelgroep=statushouders&uitkomst=taalvaardigheid');
  const take = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')];
  };
  const many = await number(page);
  const [name, text] = await take(/Markdown/);
  assert.equal(name, 'wat-werkt-voor-wie.md');
  assert.equal(text.match(/^- /gm).length, many);
  assert.match(text, /^# Wat werkt voor wie\?\n\nWat is er bekend voor statushouders, voor de uitkomst taalvaardigheid\?/);
  assert.match(text, /<http:\/\/127\.0\.0\.1:\d+\/een\/voorvoegsel\/configuraties\/[a-z0-9-]+\/index\.html>/);
  const [csv, table] = await take(/CSV/);
  assert.equal(csv, 'wat-werkt-voor-wie.csv');
  assert.match(table, /^\ufeffVraag;Kant;Zin;Richting;Bewijskracht;Casussen;Bronnen;Adres\r\n/);
  assert.equal(table.trim().split('\r\n').length, many + 1);
  none(page.complaints, 'complaints');
});

test('without JavaScript every question can be reached', async (t) => {
  const page = await open(t, tool, { javaScriptEnabled: false });
  await page.locator('.question-group summary').first().click();
  await page.locator('.question-group a').first().click();
  await page.waitForURL(/verkennen\/.+\/.+\//);
  assert.match(await page.locator('h1').innerText(), /^Werkt ‘.+’ (voor|tegen) ‘.+’\?$/);
});

// The pages that need no script.

test('a question is answered with both sides, and stands on the pages that it is about', async (t) => {
  const page = await open(t, question, { javaScriptEnabled: false });
  assert.equal(await page.locator('h1').innerText(), 'Werkt ‘procesregisseur’ voor ‘werkende samenwerking’?');
  const headings = await page.locator('h2').allInnerTexts();
  for (const part of [/ervoor spreekt/, /omstandigheden/, /mechanismen/, /rust/]) assert.ok(headings.some((text) => part.test(text)), `${part} in ${headings}`);
  const linked = await page.locator('dl.inline a').first().getAttribute('href');
  await page.goto(new URL(linked, page.url()).href);
  await page.locator('#page-questions ~ ul a', { hasText: 'Werkende samenwerking' }).click();
  assert.match(page.url(), /procesregie\/werkende-samenwerking\/index\.html$/);
});

test('expectations stand in tables beside what was seen', async (t) => {
  const page = await open(t, 'verwacht-en-gezien/index.html', { javaScriptEnabled: false });
  const rows = page.locator('table.folding', { has: page.locator('thead th', { hasText: 'Oordeel' }) }).locator('tbody tr');
  assert.ok((await rows.count()) > 20);
  const verdicts = new Set(await rows.locator('.fate').allInnerTexts());
  for (const verdict of ['Uitgekomen', 'Deels uitgekomen', 'Anders gezien', 'Niet bekeken']) assert.ok(verdicts.has(verdict), verdict);
  const sum = (await page.locator('.verdicts dd').allInnerTexts()).slice(0, 4).reduce((sum, one) => sum + Number(one), 0);
  assert.equal(sum, await rows.count());
  await rows.locator('a').first().click();
  await page.waitForURL(/verkennen\/.+\/.+\//);
});

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
for (const [state, fragment, lead] of [
  ['with an answer', '#doelgroep=statushouders&uitkomst=betaald-werk', 'voor'],
  ['with a long list open', '#context=krapte', 'in de omstandigheid'],
  ['with nothing that fits', nothing, 'met als richting'],
]) {
  test(`axe finds nothing ${state}`, async (t) => {
    const page = await ready(t, fragment);
    await picker(page, lead).locator('summary').click();
    const wrong = [];
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze();
        wrong.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${width} ${colorScheme} ${id} at ${target}`)));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) wrong.push(`${wide} px too wide on ${width}`);
      }
    }
    none([...new Set(wrong)], 'axe');
  });
}
