// Under the policy that a strict host sends: nothing is refused, nothing goes wrong, nothing goes out, nothing is kept.

import { test } from 'node:test';
import { none, visit } from './helpers.mjs';
import { fullCase, pages } from './pages.mjs';

const open = visit();

for (const path of pages) {
  test(`${path}: no error, no breach of the policy, no other host, nothing kept`, async (t) => {
    const page = await open(t, path);
    await page.waitForLoadState('networkidle');
    const kept = await page.evaluate(() => [
      document.cookie,
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
    ]);
    none([...page.complaints, ...kept.filter(Boolean).map((name) => `kept: ${name}`)], 'complaints');
  });
}

test('the complaints are heard', async (t) => {
  // The measuring rod itself: an inline style and a picture from elsewhere must both be noticed.
  const page = await open(t, fullCase);
  const before = page.complaints.length;
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<p style="color: red">inline</p>');
    return new Promise((done) => {
      const picture = new Image();
      picture.onerror = done;
      picture.src = 'https://elsewhere.example/picture.png';
    });
  });
  const heard = page.complaints.slice(before).join('\n');
  for (const sound of [/style/i, /elsewhere\.example/]) {
    if (!sound.test(heard)) throw new Error(`not heard: ${sound}, only:\n${heard}`);
  }
});
