// The first view of a page costs at most 40 KB, of which 12 KB style and 15 KB script, compressed as hosts do it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { files, none, site, visit } from './helpers.mjs';
import { pages } from './pages.mjs';

const open = visit();

const KB = 1024;
const limits = { all: 40 * KB, stylesheet: 12 * KB, script: 15 * KB };

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The heaviest pages as files: what is too heavy shows there first. */
async function heaviest(number) {
  const sized = [];
  for (const path of await files()) sized.push([gzip(await readFile(join(site, path))), path]);
  return sized.sort(([a], [b]) => b - a).slice(0, number).map(([, path]) => path);
}

for (const path of new Set([...pages, ...(await heaviest(5))])) {
  test(`${path}: weight of the first view`, async (t) => {
    const page = await open(t, path);
    await page.waitForLoadState('networkidle');
    const weight = { all: 0, stylesheet: 0, script: 0 };
    for (const response of page.responses) {
      const size = gzip(await response.body());
      weight.all += size;
      const type = response.request().resourceType();
      if (type in limits) weight[type] += size;
    }
    none(
      Object.entries(weight)
        .filter(([part, size]) => size > limits[part])
        .map(([part, size]) => `${part}: ${(size / KB).toFixed(1)} KB gz, at most ${limits[part] / KB}`),
      'too heavy',
    );
  });
}
