// Looks for pages in the index that the generator made (src/site/search/). A classic script without dependencies: it
// loads the files of the index as scripts too, so that it works under a strict policy and from a folder on disk. Knows
// no page: what it finds, search-page.js shows, which is published in one file with it.
(function (world) {
  "use strict";

  // --- Words: the same rules as words.rs and key.rs; tests/search/words.json and the site's own words hold both to it.

  const fold = (text) => text.normalize("NFD").replace(/[\p{M}\u00ad]/gu, "").toLowerCase();
  const GROUP = /[\p{Alphabetic}\p{N}]+(?:[-\u2010\u2011&'’][\p{Alphabetic}\p{N}]+)*/gu;

  /** The words of a text: each whole, with the parts that hyphens hold together. */
  function words(text) {
    return (fold(text).match(GROUP) || []).map((group) => {
      const parts = group.replace(/['’]/g, "").split(/[-\u2010\u2011&]/);
      return { whole: parts.join(""), parts };
    });
  }

  const PLURAL = /(?:els|ems|ers|aars|oors|ies|tes|des|jes|ges|as|os|ams|obs|ings|ees|ums|ons|chs)$/;
  const stands = (stem) => stem.length > 2 && !/[aeiouy]$/.test(stem);

  function pluralS(word) {
    if (word.length < 5) return word;
    if (word.endsWith("ches")) return word.slice(0, -2);
    return PLURAL.test(word) || (word.length > 6 && word.endsWith("ens")) ? word.slice(0, -1) : word;
  }

  function dutch(word) {
    if (/..heden$/.test(word)) return word.slice(0, -3) + "id";
    const bare = pluralS(word);
    let key = bare;
    if (bare.length > 4) {
      const stem = bare.slice(0, -2);
      if (bare.endsWith("en") && (stands(stem) || (stem.length > 2 && /[ei]e$/.test(stem)))) key = pluralS(stem);
      else if (bare.endsWith("e") && stands(bare.slice(0, -1))) key = bare.slice(0, -1);
    }
    if (key.length < bare.length) {
      if (/([^aeiouy])\1$/.test(key)) key = key.slice(0, -1);
      else {
        key = key.replace(/v$/, "f").replace(/z$/, "s");
        key = key.replace(/(^.*[^aeiouy])([aeou])([^aeiouywxj])$/, "$1$2$2$3");
      }
    }
    return key.replace(/([aeiouy].*)(?:ee([lmnr])|oo(r))$/, (_, start, e, o) => start + (e ? "e" + e : "o" + o));
  }

  function english(word) {
    if (/..ies$/.test(word)) return word.slice(0, -3) + "y";
    return /s$/.test(word) && !/[sui]s$/.test(word) ? word.slice(0, -1) : word;
  }

  /** What all forms of a word have in common. */
  function key(word, language) {
    if (!/^[a-z]{4,}$/.test(word)) return word;
    return language === "en" ? english(word) : dutch(word);
  }

  // --- Decoding: the other half of encode.rs.

  const utf8 = new TextDecoder();
  const WEIGHTS = Array.from({ length: 16 }, (_, level) => 0.25 * 1.4 ** level);

  class Bytes {
    constructor(base64) {
      const text = atob(base64);
      this.bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      this.at = 0;
    }
    get ended() {
      return this.at >= this.bytes.length;
    }
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.bytes[this.at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    }
    word(before) {
      const shared = this.number();
      const length = this.number();
      const rest = this.bytes.subarray(this.at, (this.at += length));
      if (shared === 0) return utf8.decode(rest);
      // Shared are bytes, not letters; nearly always that is the same.
      const start = /^[\x00-\x7f]*$/.test(before) ? before.slice(0, shared) : utf8.decode(new TextEncoder().encode(before).subarray(0, shared));
      return start + utf8.decode(rest);
    }
    postings() {
      const count = this.number();
      const pages = new Uint32Array(count);
      const weights = new Float32Array(count);
      let page = 0;
      for (let i = 0; i < count; i++) {
        const number = this.number();
        pages[i] = page += Math.floor(number / 16);
        weights[i] = WEIGHTS[number & 15];
      }
      return { pages, weights };
    }
    rising() {
      const numbers = [];
      for (let before = 0; !this.ended; ) numbers.push((before += this.number()));
      return Uint32Array.from(numbers);
    }
  }

  /** A part of the dictionary: entries by key, each decoded when it is asked for. */
  function shard(base64) {
    const bytes = new Bytes(base64);
    const found = new Map();
    for (let before = ""; !bytes.ended; ) {
      before = bytes.word(before);
      const length = bytes.number();
      const at = bytes.at;
      const name = before;
      let made;
      found.set(name, () => (made = made || entry(bytes, at, name)));
      bytes.at = at + length;
    }
    return found;
  }

  /** What stands under a key: its forms, and other words that contain it or are kin to it, taken together. */
  function entry(bytes, at, name) {
    bytes.at = at;
    const forms = [];
    for (let left = bytes.number(); left > 0; left--) forms.push({ word: bytes.word(name), ...bytes.postings() });
    const names = [];
    for (let left = bytes.number(), before = ""; left > 0; left--) {
      before = bytes.word(before);
      names.push({ word: before, part: bytes.number() === 1 });
    }
    const others = { names, pages: new Uint32Array(0), weights: new Float32Array(0), by: null };
    if (names.length > 0) {
      Object.assign(others, bytes.postings());
      if (names.length > 1) others.by = Array.from(others.pages, () => bytes.number());
    }
    return { forms, others };
  }

  /** The words to mend mistakes with, each with how common it is. */
  function vocabulary(text) {
    const found = [];
    let before = "";
    for (const [, shared, rest, common] of text.matchAll(/([A-Z])([a-z]*)(\d)/g)) {
      before = before.slice(0, shared.charCodeAt(0) - 65) + rest;
      found.push([before, Number(common)]);
    }
    return found;
  }

  /** How many mistakes lie between two words (letters wrong, left out, added, swapped); `most` + 1 when more. */
  function distance(a, b, most) {
    let two = [];
    let one = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, two[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      two = one;
      one = row;
    }
    return one[b.length];
  }

  // --- Files: each is a script that calls `KB.<kind>(name, value)`.

  const waiting = new Map();
  const KB = { GROUP, words, key, vocabulary, shard };
  for (const kind of "rwdfvt") {
    KB[kind] = (name, value) => waiting.get(name)?.resolve(value);
  }

  /** A file by its name. `add` sees to it that the script runs; it may return a promise that fails. */
  function file(name, add) {
    let one = waiting.get(name);
    if (!one) {
      one = {};
      one.value = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
      waiting.set(name, one);
      Promise.resolve(add(name)).catch((error) => {
        waiting.delete(name);
        one.reject(error);
      });
    }
    return one.value;
  }

  // --- Asking.

  const SAME_WORD = 0.9; // another form of the word than the one that was asked for
  const START = 0.35; // a word that begins with what was typed
  const ALSO = 0.2; // what a second way to answer adds to the best
  const SYNONYM = 0.7;
  const WAY = 0.6; // a word that leads to a concept
  const MENDED = 0.9;
  const TURNED = 0.8; // two words that are one elsewhere, the other way round
  const HALF = 3; // the weight at which a word is worth half of what it can be worth
  const LINKS = ["", "s", "e", "en", "n"];
  const MOST_STARTS = 40;

  class Index {
    constructor(root, add) {
      this.root = root;
      this.add = add;
      this.stop = new Set(root.stop.split(" "));
      this.synonyms = this.phrases(root.synonyms);
      this.shards = new Map();
    }

    load(name) {
      return file(name, this.add);
    }

    key(word) {
      return key(word, this.root.language);
    }

    /** The words of a text that say something. */
    telling(text) {
      return words(text).filter(({ whole }) => !this.stop.has(whole) && (whole.length > 1 || /\d/.test(whole)));
    }

    phrases([groups, ways]) {
      const found = new Map();
      const lead = (from, to, worth) => {
        const asked = this.telling(from).map(({ whole }) => this.key(whole)).join(" ");
        if (!asked) return;
        if (!found.has(asked)) found.set(asked, []);
        found.get(asked).push({ text: to, worth });
      };
      for (const group of groups) for (const from of group) for (const to of group) if (from !== to) lead(from, to, SYNONYM);
      for (const [concept, ...names] of ways) for (const name of names) lead(name, concept, WAY);
      return found;
    }

    /** The part of the dictionary in which a key would stand. */
    async shard(word) {
      const { shards } = this.root;
      let low = 0;
      for (let high = shards.length; high - low > 1; ) {
        const middle = (low + high) >> 1;
        if (before(word, shards[middle][0])) high = middle;
        else low = middle;
      }
      return this.shardAt(low);
    }

    async shardAt(number) {
      if (number >= this.root.shards.length) return { number, entries: new Map() };
      if (!this.shards.has(number)) this.shards.set(number, shard(await this.load(this.root.shards[number][1])));
      return { number, entries: this.shards.get(number) };
    }

    async entry(word) {
      const name = this.key(word);
      const { entries } = await this.shard(name);
      return entries.get(name)?.() ?? null;
    }

    /** Entries of all the words, or null when one of them stands nowhere by itself. */
    async entries(all, alone) {
      const found = await Promise.all(all.map((word) => this.entry(word)));
      return found.every((one) => one && (!alone || one.forms.length > 0)) ? found : null;
    }

    /** Everything that a question may mean: per word asked, the ways in which a page can answer it. */
    async ways(text, literal) {
      const asked = this.telling(text).map(({ whole, parts }, at) => ({ word: whole, parts, at, ways: [], mended: null }));
      const add = (first, last, way) => {
        for (let at = first; at <= last; at++) asked[at].ways.push(way);
      };

      await Promise.all(asked.map(async (one) => {
        const entry = await this.entry(one.word);
        if (entry) add(one.at, one.at, { kind: "form", asked: one.word, worth: 1, words: [one.word], entries: [entry] });
        else if (one.parts.length > 1) {
          const parts = one.parts.filter((part) => part.length > 1 && !this.stop.has(part));
          const entries = parts.length > 0 && (await this.entries(parts));
          if (entries) add(one.at, one.at, { kind: "form", asked: one.word, worth: 1, words: parts, entries });
        }
      }));

      // Two words that are one elsewhere; also with a small word: `voor financiering`.
      const all = words(text);
      const places = all.map(({ whole }) => asked.findIndex(({ word }) => word === whole));
      await Promise.all(all.slice(1).map(async (second, i) => {
        const both = places.slice(i, i + 2).filter((at) => at >= 0);
        if (both.length === 0) return;
        const join = async (left, right, worth) => {
          for (const link of LINKS) {
            const joined = left + link + right;
            const entries = await this.entries([joined], true);
            if (entries) add(Math.min(...both), Math.max(...both), { kind: "joined", asked: joined, worth, words: [joined], entries });
          }
        };
        await join(all[i].whole, second.whole, 1);
        if (both.length === 2) await join(second.whole, all[i].whole, TURNED);
      }));

      const keys = asked.map(({ word }) => this.key(word));
      for (let first = 0; first < keys.length; first++) {
        for (let last = first; last < Math.min(keys.length, first + 5); last++) {
          const phrase = keys.slice(first, last + 1).join(" ");
          await Promise.all((this.synonyms.get(phrase) || []).map(async ({ text, worth }) => {
            const others = this.telling(text).map(({ whole }) => whole);
            const entries = others.length > 0 && (await this.entries(others));
            const named = asked.slice(first, last + 1).map(({ word }) => word).join(" ");
            if (entries) add(first, last, { kind: "synonym", asked: named, label: text, worth, words: others, entries });
          }));
        }
      }

      const last = asked[asked.length - 1];
      if (last && !literal && last.word.length > 2 && /[\p{Alphabetic}\p{N}]$/u.test(text)) await this.starts(last);

      for (const one of asked) {
        if (one.ways.length === 0 && !literal) await this.mend(one);
      }
      return asked;
    }

    /** Words that begin with what may not be typed to its end. */
    async starts(one) {
      const forms = [];
      const own = one.ways.find(({ kind }) => kind === "form")?.entries[0];
      const counted = new Set(own?.others.names.map(({ word }) => word));
      let { number, entries } = await this.shard(one.word);
      for (let looked = 0; looked < 2; looked++) {
        for (const [name, entry] of entries) {
          if (!name.startsWith(one.word) || name === this.key(one.word) || forms.length > MOST_STARTS) continue;
          forms.push(...entry().forms.filter(({ word }) => !counted.has(word)));
        }
        const next = this.root.shards[number + 1];
        if (!next?.[0].startsWith(one.word)) break;
        ({ number, entries } = await this.shardAt(number + 1));
      }
      if (forms.length === 0) return;
      const others = { names: [], pages: new Uint32Array(0), weights: new Float32Array(0), by: null };
      const least = own ? [...own.forms, own.others].reduce((sum, { pages }) => sum + pages.length, 0) : 0;
      one.ways.push({ kind: "start", asked: one.word, worth: START, least, words: [one.word], entries: [{ forms, others }] });
    }

    /** A word that stands nowhere: a small mistake, two words in one, or a larger mistake. */
    async mend(one) {
      const { word } = one;
      const near = await this.near(word, 1);
      if (near.length > 0 && near[0].mistakes < 2) return this.take(one, near[0].word);
      for (let cut = word.length - 3; cut > 2; cut--) {
        const right = word.slice(cut);
        for (const link of LINKS) {
          const left = word.slice(0, cut - link.length);
          if (left.length < 3 || word.slice(left.length, cut) !== link) continue;
          // First the half that stands where the whole would have stood: that needs no other file.
          const entries = (await this.entries([left], true)) && (await this.entries([left, right], true));
          if (!entries) continue;
          one.ways.push({ kind: "form", asked: word, worth: MENDED, words: [left, right], entries });
          return undefined;
        }
      }
      return near.length > 0 ? this.take(one, near[0].word) : undefined;
    }

    /** Another word in the place of the one that was asked for. */
    async take(one, word) {
      one.mended = word;
      one.ways.push({ kind: "mended", asked: word, worth: MENDED, words: [word], entries: [await this.entry(word)] });
    }

    /** Words that look like this one, the likeliest first. */
    async near(word, most) {
      const { bands } = this.root;
      const lists = bands.filter(([longest], i) => longest >= word.length - 1 && (i === 0 || bands[i - 1][0] < word.length + 1));
      const texts = await Promise.all(lists.map(([, name]) => this.load(name)));
      const allowed = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
      const found = [];
      for (const [other, common] of texts.flatMap((text) => this.vocabulary(text))) {
        if (Math.abs(other.length - word.length) > allowed) continue;
        const mistakes = distance(word, other, allowed);
        if (mistakes > allowed) continue;
        // People seldom mistake a first letter; a common word is likelier than a rare one.
        found.push({ word: other, mistakes, rank: mistakes + (other[0] === word[0] ? 0 : 0.5) - common / 20 });
      }
      return found.sort((a, b) => a.rank - b.rank || (a.word < b.word ? -1 : 1)).slice(0, most);
    }

    vocabulary(text) {
      this.lists = this.lists || new Map();
      if (!this.lists.has(text)) this.lists.set(text, vocabulary(text));
      return this.lists.get(text);
    }

    /** The pages that answer a question, best first. `literal`: nothing is mended or filled in. */
    async ask(text, { literal = false } = {}) {
      const asked = await this.ways(text, literal);
      const count = this.root.pages;
      const score = new Float32Array(count);
      const matched = new Uint8Array(count);
      for (const one of asked) {
        const best = new Float32Array(count);
        for (const way of one.ways) {
          way.scores = way.scores || this.weigh(way);
          const { scores } = way;
          for (let page = 0; page < count; page++) {
            if (scores[page] > best[page]) best[page] = scores[page] + best[page] * ALSO;
            else if (scores[page] > 0) best[page] += scores[page] * ALSO;
          }
        }
        for (let page = 0; page < count; page++) {
          if (best[page] === 0) continue;
          score[page] += best[page];
          matched[page]++;
        }
      }
      // Pages that answer more of the words leave those that answer fewer behind.
      const most = matched.reduce((most, one) => Math.max(most, one), 0);
      let full = 0;
      for (let page = 0; page < count; page++) if (matched[page] === most) full++;
      const least = most > 2 || full < 3 ? Math.max(1, most - 1) : Math.max(1, most);
      const pages = [];
      for (let page = 0; page < count; page++) {
        if (matched[page] === 0) continue;
        score[page] *= (matched[page] / asked.length) ** 2;
        if (matched[page] >= least) pages.push(page);
      }
      pages.sort((a, b) => score[b] - score[a] || a - b);
      return { text, asked, pages, score, why: (page) => why(asked, page) };
    }

    /** What each page is worth in one way of answering: all words of the way must be there. */
    weigh(way) {
      const count = this.root.pages;
      let total = null;
      way.entries.forEach(({ forms, others }, at) => {
        const sums = new Float32Array(count);
        let found = 0;
        const take = ({ pages, weights }, worth) => {
          found += pages.length;
          for (let i = 0; i < pages.length; i++) sums[pages[i]] += weights[i] * worth;
        };
        // Which form was meant is not known of a word that was mended.
        for (const form of forms) take(form, form.word === way.words[at] || way.kind === "mended" ? 1 : SAME_WORD);
        take(others, 1);
        // The beginning of a longer word is no rarer than that word itself.
        const rare = Math.log(1 + count / Math.max(1, Math.min(Math.max(found, way.least || 0), count)));
        for (let page = 0; page < count; page++) {
          if (sums[page] > 0) sums[page] = (way.worth * rare * sums[page]) / (sums[page] + HALF) / way.entries.length;
        }
        if (total) for (let page = 0; page < count; page++) total[page] = total[page] && sums[page] ? total[page] + sums[page] : 0;
        else total = sums;
      });
      return total;
    }

    /** What a list of results shows of a page. */
    async record(page) {
      const size = this.root.recordsPerFile;
      const records = await this.load(this.root.records[Math.floor(page / size)]);
      const [kind, id, title, summary, ...rest] = records[page % size];
      const [label, path] = this.root.kinds[kind];
      const common = { page, kind, label, id, title, summary, href: `${path}${id}/index.html` };
      return kind === "configuration" ? { ...common, effect: rest[0], strength: rest[1], own: 0 } : { ...common, own: rest[0] };
    }

    /** A dimension to narrow by, with the pages of each of its values. */
    async dimension(name) {
      this.dimensions = this.dimensions || new Map();
      if (!this.dimensions.has(name)) {
        const [, label, script] = this.root.dimensions.find(([other]) => other === name);
        const made = this.load(script).then((values) => ({
          name,
          label,
          values: values.map(([slug, words, pages]) => ({ slug, label: words, pages: new Bytes(pages).rising() })),
        }));
        this.dimensions.set(name, made);
      }
      return this.dimensions.get(name);
    }

    days() {
      return this.load(this.root.days);
    }
  }

  /** Whether a word stands before another in the dictionary, which is sorted by bytes. */
  function before(a, b) {
    const [x, y] = [Array.from(a), Array.from(b)];
    for (let i = 0; i < x.length && i < y.length; i++) {
      if (x[i] !== y[i]) return x[i].codePointAt(0) < y[i].codePointAt(0);
    }
    return x.length < y.length;
  }

  /** The place of a page in a list of postings, or -1. */
  function place(pages, page) {
    let low = 0;
    for (let high = pages.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (pages[middle] < page) low = middle + 1;
      else high = middle;
    }
    return pages[low] === page ? low : -1;
  }

  /** By which words a page was found: the best way for each word that was asked, and the words on the page. */
  function why(asked, page) {
    const found = [];
    for (const one of asked) {
      const ways = one.ways.filter((way) => way.scores[page] > 0).sort((a, b) => b.scores[page] - a.scores[page]);
      if (ways.length === 0) continue;
      const way = ways[0];
      way.entries.forEach(({ forms, others }, at) => {
        const own = forms.filter((form) => place(form.pages, page) >= 0).map(({ word }) => word);
        const kind = way.kind;
        for (const word of own.slice(0, 3)) found.push({ kind, word, asked: way.asked });
        const i = own.length > 0 ? -1 : place(others.pages, page);
        if (i >= 0) {
          const { word, part } = others.names[others.by ? others.by[i] : 0];
          found.push({ kind: part ? "part" : "kin", word, asked: way.words[at] });
        }
      });
    }
    return found.filter((one, i) => found.findIndex((other) => other.word === one.word) === i);
  }

  // --- Narrowing: any of the values within a dimension, all of the dimensions together.

  /** Which of the pages are left, and how many each value of a dimension would leave. */
  function narrow(count, pages, dimensions, chosen) {
    const fails = new Uint8Array(count);
    const outside = new Map();
    for (const dimension of dimensions) {
      const wanted = chosen.get(dimension.name);
      if (!wanted || wanted.size === 0) continue;
      const inside = new Uint8Array(count);
      for (const value of dimension.values) if (wanted.has(value.slug)) for (const page of value.pages) inside[page] = 1;
      for (let page = 0; page < count; page++) fails[page] += 1 - inside[page];
      outside.set(dimension.name, inside);
    }
    const among = new Uint8Array(count);
    for (const page of pages) among[page] = 1;
    const counts = new Map();
    for (const { name, values } of dimensions) {
      // What a dimension itself leaves out does not count in its own numbers.
      const inside = outside.get(name);
      const left = (page) => among[page] === 1 && fails[page] - (inside ? 1 - inside[page] : 0) === 0;
      counts.set(name, new Map(values.map(({ slug, pages }) => [slug, pages.reduce((sum, page) => sum + (left(page) ? 1 : 0), 0)])));
    }
    return { pages: pages.filter((page) => fails[page] === 0), counts };
  }

  /** Opens the index that begins with this script. */
  KB.open = async (root, add) => new Index(await file(root, add), add);
  KB.narrow = narrow;
  world.KB = KB;
})(globalThis);
