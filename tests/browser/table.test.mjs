// The table of cases can be sorted with the keyboard, and says how it is sorted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './helpers.mjs';
import { caseList } from './pages.mjs';

const open = visit();

test('the table of cases is sorted with the keyboard, up and down', async (t) => {
  const page = await open(t, caseList);
  const button = page.locator('main table thead th button').first();
  const sorting = () => page.locator('main table').first().evaluate((table) => {
    const heads = [...table.tHead.rows[0].cells];
    const column = heads.findIndex((head) => head.querySelector('button'));
    return {
      states: heads.map((head) => head.getAttribute('aria-sort')).filter((state) => state && state !== 'none'),
      own: heads[column].getAttribute('aria-sort'),
      words: [...table.tBodies[0].rows].map((row) => row.cells[column].innerText.trim()),
    };
  });
  const before = await sorting();
  assert.ok(before.words.length > 2, 'there is something to sort');
  const order = [...before.words].sort(new Intl.Collator('nl', { numeric: true }).compare);

  await button.focus();
  const seen = [];
  for (let press = 0; press < 2; press++) {
    await page.keyboard.press(press === 0 ? 'Enter' : 'Space');
    const { states, own, words } = await sorting();
    assert.equal(states.length, 1, 'one column says that it is sorted');
    assert.match(own, /^(ascending|descending)$/, 'and it is this one');
    assert.deepEqual(words, own === 'ascending' ? order : [...order].reverse());
    assert.ok(await button.evaluate((element) => element === document.activeElement), 'focus stays');
    seen.push(own);
  }
  assert.equal(new Set(seen).size, 2, 'a second press turns it round');
});
