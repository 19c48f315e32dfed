// The author's loop: `werkzaam serve`, a file is saved, the open page follows. A mistake shows on the page and leaves
// the last good one standing.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { program, visit } from './helpers.mjs';
import { fullCase } from './pages.mjs';

const open = visit();
const content = fileURLToPath(new URL('../../content', import.meta.url));

test('an open page follows its file, through a mistake and back', { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'werkzaam-live-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(content, folder, { recursive: true });
  const file = join(folder, fullCase.replace('/index.html', '.md'));
  const text = await readFile(file, 'utf8');
  const save = (end) => writeFile(file, `${text}\n${end}\n`);

  const address = await serve(t, folder);
  const page = await open(t, new URL(fullCase, address).href, { height: 600 });
  const title = page.locator('main h1');
  const overlay = page.getByText('deze-pagina-bestaat-niet');

  // The reader's place: somewhere down the page, on a link, in a document that is never loaded anew.
  const place = () => page.evaluate(() => [scrollY, document.activeElement.outerHTML, window.sameDocument]);
  const link = page.locator('main a[href]').nth(5);
  await link.focus();
  await page.evaluate(() => {
    window.sameDocument = true;
    scrollBy(0, 120);
  });
  const before = await place();
  assert.ok(before[0] > 0, 'the page is long enough to scroll');

  await save('Deze zin staat er nog maar net.');
  await page.getByText('Deze zin staat er nog maar net.').waitFor();
  assert.deepEqual(await place(), before, 'new text, same place');

  await save('Deze zin is stuk: [[deze-pagina-bestaat-niet]].');
  await overlay.first().waitFor();
  await page.getByText('haarlemmermeer.md').first().waitFor();
  assert.ok(await title.isVisible(), 'the page is still there');
  assert.ok(await page.getByText('Deze zin staat er nog maar net.').isVisible(), 'as it last was good');
  assert.deepEqual(await place(), before, 'a mistake, same place');

  await save('Deze zin is weer heel.');
  await page.getByText('Deze zin is weer heel.').waitFor();
  await overlay.first().waitFor({ state: 'detached' });
  assert.deepEqual(await place(), before, 'mended, same place');
  assert.deepEqual(page.complaints, []);
});

/** Starts the program on a folder and waits for the address that it prints. */
async function serve(t, folder) {
  const child = spawn(program, ['serve', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  t.after(() => (child.kill(), gone));
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address) {
      child.stdout.resume();
      return address;
    }
    said += `${line}\n`;
  }
  throw new Error(`no address, only:\n${said}`);
}
