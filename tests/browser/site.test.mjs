// The whole built site, read as files: every page, every link. No browser.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import rules from './.htmlvalidate.mjs';
import { files, none, prefix, site } from './helpers.mjs';
import { freePages, pages } from './pages.mjs';

const html = new Map();
for (const path of await files()) html.set(path, await readFile(join(site, path), 'utf8'));

// A page that only sends on to where an old address has gone: no template of its own, nothing to read.
const isRedirect = (text) => /<meta[^>]+http-equiv="?refresh/i.test(text);
const readable = [...html].filter(([, text]) => !isRedirect(text));

test('the list of pages covers every folder of the site', () => {
  none(pages.filter((page) => !html.has(page)), 'these are in pages.mjs but not in the site');
  // `lessen/a/index.html` is of the kind `lessen/*`; the configurations of a page are the same for every folder.
  const kind = (path) => {
    const [folder, page, ...rest] = path.replace(/\/?index\.html$/, '').split('/');
    if (rest[0] === 'configuraties') return '*/*/configuraties';
    if (rest.length > 0) return `${folder}/*/*`;
    return page === undefined ? folder : `${folder}/*`;
  };
  const covered = new Set([...pages.map(kind), ...freePages]);
  none(readable.map(([path]) => path).filter((path) => !covered.has(kind(path))), 'no such page in pages.mjs');
});

test('every page is valid HTML', async () => {
  const validator = new HtmlValidate(rules);
  const found = [];
  for (const [path] of html) {
    const report = await validator.validateFile(join(site, path));
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) {
        found.push(`${path}:${line}:${column} ${message} (${ruleId})`);
      }
    }
  }
  none(found, 'html-validate');
});

test('every link inside the site starts from its page and leads to a file, and to a place in it', () => {
  const places = new Map();
  const idsOf = (path) => {
    const ids = () => new Set([...html.get(path).matchAll(/\sid="?([^"\s>]+)/g)].map(([, id]) => id));
    if (!places.has(path)) places.set(path, ids());
    return places.get(path);
  };
  const found = [];
  for (const [from, text] of html) {
    for (const [, value] of text.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
      const link = value.replaceAll('&amp;', '&');
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) continue;
      const [, path, fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(link);
      // The page for what is not there is shown at any address, so only its links start at the root of the host.
      const rooted = from === '404.html' && path.startsWith(prefix);
      if (path.startsWith('/') && !rooted) {
        found.push(`${from}: ${link} does not start from the page (404.html: from ${prefix}, see helpers.mjs)`);
        continue;
      }
      const below = rooted ? path.slice(prefix.length) : posix.join(dirname(from), path);
      const to = path === '' ? from : decodeURIComponent(below);
      if (!existsSync(join(site, to)) || to.endsWith('/')) found.push(`${from}: ${link} leads to no file`);
      // The state of a tool stands behind the # as well: `anchor&name=a.b`.
      const anchor = fragment?.split('&').find((part) => !part.includes('='));
      if (anchor && html.has(to) && !idsOf(to).has(decodeURIComponent(anchor))) {
        found.push(`${from}: ${link} leads to no place in ${to}`);
      }
    }
  }
  none(found, 'links');
});

test('every page has a title of its own', () => {
  const titles = new Map();
  for (const [path, text] of readable) {
    const title = /<title>([^<]+)<\/title>/.exec(text)?.[1].trim() ?? '';
    assert.notEqual(title, '', `${path} has no title`);
    titles.set(title, [...(titles.get(title) ?? []), path]);
  }
  none(
    [...titles].filter(([, paths]) => paths.length > 1).map(([title, paths]) => `“${title}”: ${paths.join(', ')}`),
    'the same title',
  );
});
