// The browser side of the search agrees with the generator: on words, on keys over the whole vocabulary of the built
// site, and on what the bytes of the index say. No browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { open } from '../search/index.mjs';
import { none, site } from './helpers.mjs';

const { KB, index } = await open(site);
const shared = async (name) => JSON.parse(await readFile(new URL(`../search/${name}`, import.meta.url), 'utf8'));
const plain = (value) => JSON.parse(JSON.stringify(value));

test('words and keys are those of the generator', async () => {
  const { words, keys } = await shared('words.json');
  for (const [text, expected] of words) {
    const found = KB.words(text).flatMap(({ whole, parts }) => (parts.length > 1 ? [...parts, whole] : [whole]));
    assert.deepEqual(plain(found), expected, text);
  }
  for (const [language, pairs] of Object.entries(keys)) {
    for (const [word, expected] of pairs) assert.equal(KB.key(word, language), expected, word);
  }
});

test('every word of the site has the key under which the generator put it', async () => {
  const other = [];
  let count = 0;
  for (let number = 0; number < index.root.shards.length; number++) {
    for (const [key, entry] of (await index.shardAt(number)).entries) {
      for (const { word } of entry().forms) {
        count += 1;
        if (KB.key(word, index.root.language) !== key) other.push(`${word}: ${KB.key(word, index.root.language)}, not ${key}`);
        const [same] = KB.words(word);
        if (same?.whole !== word) other.push(`${word} is read as ${same?.whole}`);
      }
    }
  }
  assert.ok(count > 3000, `${count} words`);
  none(other, 'keys');
});

test('every key is looked for in the part of the dictionary where it stands', async () => {
  const elsewhere = [];
  for (let number = 0; number < index.root.shards.length; number++) {
    for (const key of (await index.shardAt(number)).entries.keys()) {
      if ((await index.shard(key)).number !== number) elsewhere.push(key);
    }
  }
  none(elsewhere, 'looked for elsewhere');
});

test('what is decoded is what was encoded', async () => {
  const { shard, entries } = await shared('entries.json');
  const decoded = KB.shard(shard);
  assert.deepEqual([...decoded.keys()], Object.keys(entries));
  const postings = ({ pages, weights }) => Array.from(pages, (page, i) => [page, Math.round(Math.log(weights[i] / 0.25) / Math.log(1.4))]);
  for (const [key, expected] of Object.entries(entries)) {
    const { forms, others } = decoded.get(key)();
    assert.deepEqual(plain(forms.map((form) => [form.word, postings(form)])), expected.forms, key);
    assert.deepEqual(plain(others.names.map(({ word, part }) => [word, part])), expected.names, key);
    const by = (i) => (others.by ? others.by[i] : 0);
    assert.deepEqual(plain(postings(others).map((posting, i) => [...posting, by(i)])), expected.others, key);
  }
});

test('the words to mend mistakes with are words of the site', async () => {
  const strange = [];
  for (const [longest, name] of index.root.bands) {
    for (const [word] of KB.vocabulary(await index.load(name))) {
      if (word.length > longest || !(await index.entry(word))) strange.push(word);
    }
  }
  none(strange, 'words');
});
