// What every test needs: the built site as a strict host would serve it, and a browser that looks at it.

import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, relative, resolve, sep } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The folder with the built site. */
export const site = resolve(process.env.SITE ?? join(here, '../../target/site'));

/** The program, for the tests that need it alive. */
export const program = resolve(process.env.WERKZAAM ?? join(here, '../../target/release/werkzaam'));

/** What a host sends with every page (the design, part 6): nothing inline, nothing from elsewhere. */
export const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/**
 * The site stands below a prefix, so that a link from the root shows up as broken. Only 404.html, which a host shows at
 * any address, must know it: the site is built with `--base-url https://voorbeeld.example/een/voorvoegsel/`.
 */
export const prefix = '/een/voorvoegsel/';

const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml',
};

/** Serves the built site on a free loopback port. Gives the address of its root and a way to stop. */
async function serve() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const send = (status, name, body) => {
      response.writeHead(status, {
        'Content-Type': mediaTypes[extname(name)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'same-origin',
      });
      response.end(body);
    };
    const file = resolve(site, path.slice(prefix.length) + (path.endsWith('/') ? 'index.html' : ''));
    try {
      if (!path.startsWith(prefix) || !file.startsWith(site + sep)) throw new Error('outside the site');
      send(200, file, await readFile(file));
    } catch {
      send(404, '404.html', await readFile(join(site, '404.html')).catch(() => 'not found'));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    root: `http://127.0.0.1:${server.address().port}${prefix}`,
    stop: () => (server.closeAllConnections(), server.close()),
  };
}

/** Starts Debian's Chromium (or the one that CHROMIUM names) without a word to the outside world. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * A server and a browser for the tests of one file. Gives `open(t, path, options)`: a page of the site (or another
 * address) in a context of its own, closed when the test ends, with the `complaints` and `responses` since it opened.
 * Options are playwright's, and `width`. Motion is reduced unless asked for, so that no test looks at a page half-way.
 */
export function visit() {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve()]);
  });
  after(async () => {
    await browser?.close();
    server?.stop();
  });
  return async (t, path, { width = 1280, height = 800, ...options } = {}) => {
    const context = await browser.newContext({
      viewport: { width, height },
      reducedMotion: 'reduce',
      ...options,
    });
    t.after(() => context.close());
    const page = await context.newPage();
    page.complaints = complaints(page);
    page.responses = [];
    page.on('response', (response) => page.responses.push(response));
    const response = await page.goto(/^(file|http):/.test(path) ? path : server.root + path);
    if (response.status() === 404) throw new Error(`${path} is not there`);
    return page;
  };
}

/** Collects what goes wrong on a page from now on: errors, refused inline code, failed and foreign requests. */
function complaints(page) {
  const found = [];
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => found.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => found.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = protocol === 'file:' || hostname === '127.0.0.1';
    if (!own) found.push(`another host: ${request.url()}`);
  });
  return found;
}

/** Style rules that a reader brings along. Adopted, because the policy refuses a style element. */
export function readerStyle(page, css) {
  return page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
}

/** Paths of all files of the built site with this ending, sorted, with `/`. */
export async function files(ending = '.html') {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(site, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** A list as the message of a failed assertion: at most thirty lines. */
export function lines(list) {
  const more = list.length > 30 ? [`… and ${list.length - 30} more`] : [];
  return ['', ...list.slice(0, 30), ...more].join('\n  ');
}

/** Fails with the whole list when there is anything in it. */
export function none(list, what) {
  if (list.length > 0) throw new Error(`${what}:${lines(list)}`);
}
