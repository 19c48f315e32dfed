// The search finds what people mean: the questions that were written by hand, and those made of the compounds of the
// site, are asked of the built site. Prints the figures, and holds them to the bars. No browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../search/index.mjs';
import { fromCompounds, measure, table, total, written } from '../search/relevance.mjs';
import { lines, site } from './helpers.mjs';

const searched = await open(site);
const { index } = searched;
const ids = [];
for (let page = 0; page < index.root.pages; page++) ids.push((await index.record(page)).id);

const missed = (failed) =>
  lines(failed.map(({ text, wanted, found }) => `${text}: wanted ${[...wanted].slice(0, 3).join(', ')}; found ${found.slice(0, 3).join(', ')}`));

test('what people type', async () => {
  const { all, asked } = await written(new Set(ids));
  const { rows, failed } = await measure(asked, async (text) => (await index.ask(text)).pages.map((page) => ids[page]));
  const sum = total(rows);
  console.log(table(`met de hand (${asked.length} van ${all.length})`, [...rows, sum]));
  assert.ok(asked.length >= 80, `only ${asked.length} questions have a page on the site`);
  assert.ok(sum.first3 / sum.count >= 0.95, `success@3 below .95:${missed(failed)}`);
});

test('what is promised by name', async () => {
  const promised = {
    taal: ['vaktaaltraining'],
    'werkervaring plaats': ['werkervaringsplek'],
    nieuwkomer: ['statushouders', 'statushouder'],
    coordinatie: ['heldere-regie', 'procesregie'],
    AMR: ['arbeidsmarktregio'],
    statusouder: ['statushouders', 'statushouder'],
  };
  for (const [text, wanted] of Object.entries(promised)) {
    // A page that is not on the site yet cannot be found.
    if (!wanted.some((id) => ids.includes(id))) continue;
    const first = (await index.ask(text)).pages.slice(0, 3).map((page) => ids[page]);
    assert.ok(first.some((id) => wanted.includes(id)), `${text}: ${first.join(', ')}`);
  }
});

test('the compounds of the site', async () => {
  const questions = await fromCompounds(searched);
  const { rows, failed } = await measure(questions, async (text) => [...(await index.ask(text)).pages]);
  console.log(table('uit samenstellingen', [...rows, total(rows)]));
  const bars = { 'zoals het is': 0.98, 'ander getal': 0.95, 'losse delen': 0.9, 'letters verwisseld': 0.9 };
  for (const [sort, bar] of Object.entries(bars)) {
    const { count, first3 } = rows.find((row) => row.sort === sort);
    assert.ok(count > 50, `${sort}: only ${count} questions`);
    assert.ok(first3 / count >= bar, `${sort}: success@3 below ${bar}:${missed(failed.filter((one) => one.sort === sort))}`);
  }
  const { count, nothing } = total(rows);
  assert.ok(nothing / count <= 0.02, `${nothing} of ${count} questions find nothing`);
});
