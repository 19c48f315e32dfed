// Our search beside Pagefind and MiniSearch, on the same pages of a built site: bytes for the first question, time of a
// warm one, and how well each finds. Not part of the tests:
//
//   npm ci --prefix tests/browser && npm install --prefix tests/yardstick
//   node tests/yardstick/run.mjs target/site [most questions out of compounds] [ours]

import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import * as pagefind from 'pagefind';
import { open } from '../search/index.mjs';
import { fromCompounds, measure, table, total, written } from '../search/relevance.mjs';

const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('playwright-core');

const site = resolve(process.argv[2] ?? 'target/site');
const most = Number(process.argv[3] ?? 600);
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;

const searched = await open(site);
const { index } = searched;
const pages = [];
for (let page = 0; page < index.root.pages; page++) pages.push(await index.record(page));
const byAddress = new Map(pages.map(({ href, page }) => [href, page]));
const html = new Map();
for (const { href } of pages) html.set(href, await readFile(join(site, href), 'utf8'));
const main = (text) => text.slice(text.indexOf('<main'), text.indexOf('</main>'));

/** Serves a folder and counts the compressed bytes of what is asked for. */
async function serve(root) {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
  const counted = { bytes: 0, requests: 0 };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    try {
      const body = await readFile(join(root, path));
      // Pagefind's own files are compressed already.
      counted.bytes += Math.min(gzip(body), body.length);
      counted.requests += 1;
      response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, counted, stop: () => (server.closeAllConnections(), server.close()) };
}

/** Ours, in Chromium on the built page for bytes and time; in node for what it finds, which is the same script. */
async function ours(browser, question, warm) {
  const { address, counted, stop } = await serve(site);
  const page = await browser.newPage();
  await page.goto(`${address}zoeken/index.html`);
  await page.waitForLoadState('networkidle');
  counted.bytes = gzip(await readFile(searched.script)) + gzip(await readFile(searched.script.replace('search.js', 'search-page.js')));
  counted.requests = 1;
  await page.locator('#search-query').fill(question);
  await page.locator('.search-line button').click();
  await page.waitForFunction(() => document.querySelectorAll('#search-list li').length > 0);
  await page.waitForLoadState('networkidle');
  const { bytes, requests } = { ...counted };
  const times = await page.evaluate(async (warm) => {
    const form = document.getElementById('search');
    const add = (name) => new Promise((resolve, reject) => document.head.append(Object.assign(document.createElement('script'), { src: `${name}.js`, onload: resolve, onerror: reject })));
    const index = await KB.open(form.dataset.root, add);
    const times = [];
    for (const text of warm) {
      await index.ask(text);
      const from = performance.now();
      await index.ask(text);
      times.push(performance.now() - from);
    }
    return times;
  }, warm);
  await page.close();
  stop();
  return { name: 'ours', bytes, requests, times, ask: async (text) => [...(await index.ask(text)).pages] };
}

async function pagefinds(browser, question, warm) {
  const folder = await mkdtemp(join(tmpdir(), 'pagefind-'));
  const from = performance.now();
  const { index: made } = await pagefind.createIndex({ forceLanguage: index.root.language, rootSelector: 'main' });
  for (const [url, content] of html) await made.addHTMLFile({ url: `/${url}`, content });
  await made.writeFiles({ outputPath: join(folder, 'pagefind') });
  const indexed = performance.now() - from;
  await pagefind.close();
  const { address, counted, stop } = await serve(folder);
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>x</title>');
  const page = await browser.newPage();
  await page.goto(`${address}index.html`);
  counted.bytes = counted.requests = 0;
  await page.evaluate(async (text) => {
    window.engine = await import('/pagefind/pagefind.js');
    await engine.filters();
    const { results } = await engine.search(text);
    await Promise.all(results.slice(0, 10).map((result) => result.data()));
  }, question);
  const { bytes, requests } = { ...counted };
  const times = await page.evaluate(async (warm) => {
    const times = [];
    for (const text of warm) {
      await engine.search(text);
      const from = performance.now();
      await engine.search(text);
      times.push(performance.now() - from);
    }
    return times;
  }, warm);
  const ask = async (text) => {
    const urls = await page.evaluate(async (text) => {
      const { results } = await engine.search(text);
      return Promise.all(results.slice(0, 10).map(async (result) => (await result.data()).url));
    }, text);
    return urls.map((url) => byAddress.get(url.replace(/^\//, '')) ?? byAddress.get(`${url.replace(/^\//, '')}index.html`));
  };
  return { name: 'Pagefind', bytes, requests, times, indexed, ask, stop: async () => (stop(), rm(folder, { recursive: true })) };
}

async function miniSearch(question, warm) {
  const from = performance.now();
  const engine = new MiniSearch({ fields: ['title', 'text'], searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 5 } } });
  engine.addAll(pages.map(({ page, title, href }) => ({ id: page, title, text: main(html.get(href)).replace(/<[^>]*>/g, ' ') })));
  const indexed = performance.now() - from;
  const library = await readFile(new URL('node_modules/minisearch/dist/umd/index.js', import.meta.url));
  const records = JSON.stringify(pages.map(({ title, summary, href }) => [title, summary, href]));
  const bytes = gzip(library) + gzip(JSON.stringify(engine)) + gzip(records);
  const times = warm.map((text) => {
    const from = performance.now();
    engine.search(text);
    return performance.now() - from;
  });
  return { name: 'MiniSearch', bytes, requests: 3, times, indexed, ask: async (text) => engine.search(text).map(({ id }) => id) };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const byId = new Map(pages.map(({ id, page }) => [id, page]));
const { asked } = await written(new Set(byId.keys()));
const byHand = asked.map(({ wanted, ...rest }) => ({ ...rest, wanted: new Set([...wanted].map((id) => byId.get(id))) }));
const all = await fromCompounds(searched);
const step = Math.max(1, Math.ceil(all.length / most));
const compounds = all.filter((_, at) => at % step === 0);
let warm = (byHand.length > 0 ? byHand : compounds).slice(0, 60).map(({ text }) => text);
if (warm.length === 0) {
  // A generated site may have no compound that is rare: then words in pairs.
  const words = (await Promise.all(index.root.bands.map(async ([, name]) => searched.KB.vocabulary(await index.load(name))))).flat();
  warm = Array.from({ length: 60 }, (_, i) => [words[(i * 37) % words.length][0], words[(i * 101 + 7) % words.length][0]].join(' '));
}
const question = warm.find((text) => text.includes(' ')) ?? warm[0];

console.log(`${pages.length} pages; the first question is “${question}”; ${byHand.length} questions by hand, ${compounds.length} of ${all.length} out of compounds\n`);
const rows = [];
const others = [() => pagefinds(browser, question, warm), () => miniSearch(question, warm)];
for (const make of [() => ours(browser, question, warm), ...(process.argv[4] === 'ours' ? [] : others)]) {
  const engine = await make();
  const sorted = engine.times.sort((a, b) => a - b);
  const at = (share) => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1)} ms`;
  rows.push([engine.name, kilobytes(engine.bytes), engine.requests, at(0.5), at(0.95), engine.indexed ? `${engine.indexed.toFixed(0)} ms` : 'in the build']);
  for (const [title, questions] of [['by hand', byHand], ['out of compounds', compounds]]) {
    if (questions.length === 0) continue;
    const { rows: sorts } = await measure(questions, engine.ask);
    console.log(table(`${engine.name}, ${title}`, [...sorts, total(sorts, 'all')]));
  }
  console.log();
  await engine.stop?.();
}
console.log(['', 'first question', 'requests', 'warm p50', 'warm p95', 'indexing'].map((head) => head.padEnd(16)).join(''));
for (const row of rows) console.log(row.map((cell) => String(cell).padEnd(16)).join(''));
await browser.close();
