// How well the search finds: questions that people type (queries.tsv), and questions made of the compounds of the site
// itself. `measure` asks them of anything that answers with the ids of pages.

import { readFile } from 'node:fs/promises';

const here = (name) => new URL(name, import.meta.url);

/** The questions written by hand: those of which a wanted page is on the site. */
export async function written(ids) {
  const lines = (await readFile(here('queries.tsv'), 'utf8')).split('\n').filter((line) => line && !line.startsWith('#'));
  const all = lines.map((line) => {
    const [sort, text, wanted] = line.split('\t');
    return { sort, text, wanted: new Set(wanted.split(' ')) };
  });
  return { all, asked: all.filter(({ wanted }) => [...wanted].some((id) => ids.has(id))) };
}

/**
 * Questions made of the compounds of the site: every one that stands on one to eight pages, as it is, in its other
 * number, in loose parts, the parts turned round, its last part alone, and with two letters swapped from the second
 * letter on. Wanted are the pages that have it, in any form.
 */
export async function fromCompounds({ KB, index }) {
  const parts = new Map();
  for (let number = 0; number < index.root.shards.length; number++) {
    for (const [key, entry] of (await index.shardAt(number)).entries) {
      for (const { word, part } of entry().others.names) {
        if (part) parts.set(word, (parts.get(word) ?? new Set()).add(key));
      }
    }
  }
  const questions = [];
  for (const word of [...parts.keys()].sort()) {
    const entry = await index.entry(word);
    const pages = entry.forms.find((form) => form.word === word)?.pages ?? [];
    if (word.length < 8 || pages.length < 1 || pages.length > 8) continue;
    const wanted = new Set(entry.forms.flatMap((form) => [...form.pages]));
    const add = (sort, text) => text && questions.push({ sort, text, wanted });
    add('zoals het is', word);
    add('ander getal', /(ing|heid)$/.test(word) ? word.replace(/heid$/, 'hed') + 'en' : /(el|em|er|ie|je)$/.test(word) ? `${word}s` : /(ingen|ers|els|ies|jes)$/.test(word) ? word.replace(/(ing)en$|s$/, '$1') : null);
    const cut = cutOf(word, (part) => parts.get(word).has(KB.key(part, index.root.language)));
    if (cut) {
      add('losse delen', cut.join(' '));
      add('delen omgekeerd', `${cut[1]} ${cut[0]}`);
      add('alleen het laatste deel', cut[1]);
    }
    // Spread over the word, not by chance: every run asks the same.
    const at = 1 + (word.length * 7 + word.charCodeAt(2)) % (word.length - 2);
    if (word[at] !== word[at + 1]) add('letters verwisseld', word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
  }
  return questions;
}

/** A compound in two parts, without what links them. */
function cutOf(word, isPart) {
  for (let at = word.length - 3; at > 2; at--) {
    const right = word.slice(at);
    for (const link of ['', 's', 'en', 'e']) {
      const left = word.slice(0, at - link.length);
      if (left.length > 2 && word.slice(left.length, at) === link && isPart(left) && isPart(right)) return [left, right];
    }
  }
  return null;
}

/** Asks the questions. Per sort: how many, share with a wanted page in the first three, mean reciprocal rank in the
 * first ten, share without any result; and the questions that failed. */
export async function measure(questions, ask) {
  const sorts = new Map();
  const failed = [];
  for (const { sort, text, wanted } of questions) {
    const found = (await ask(text)).slice(0, 10);
    const rank = found.findIndex((id) => wanted.has(id));
    const sums = sorts.get(sort) ?? { sort, count: 0, first3: 0, reciprocal: 0, nothing: 0 };
    sums.count += 1;
    if (rank >= 0 && rank < 3) sums.first3 += 1;
    else failed.push({ sort, text, wanted, found });
    if (rank >= 0) sums.reciprocal += 1 / (rank + 1);
    if (found.length === 0) sums.nothing += 1;
    sorts.set(sort, sums);
  }
  return { rows: [...sorts.values()], failed };
}

/** The sum of some rows. */
export function total(rows, sort = 'alles') {
  const sum = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  return { sort, count: sum('count'), first3: sum('first3'), reciprocal: sum('reciprocal'), nothing: sum('nothing') };
}

/** Rows as a table for people. */
export function table(title, rows) {
  const share = (part, whole) => (part / whole).toFixed(3).padStart(8);
  const head = `${title.padEnd(34)}${'vragen'.padStart(8)}${'s@3'.padStart(8)}${'MRR@10'.padStart(8)}${'niets'.padStart(8)}`;
  const line = ({ sort, count, first3, reciprocal, nothing }) =>
    `  ${sort.padEnd(32)}${String(count).padStart(8)}${share(first3, count)}${share(reciprocal, count)}${share(nothing, count)}`;
  return [head, ...rows.map(line)].join('\n');
}
