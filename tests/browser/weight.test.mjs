// The first view of a page costs at most 40 KB, of which 12 KB style and 15 KB script, compressed as hosts do it. Tools
// bring data: 60 KB; comparisons and matrices show much at once: 100 KB.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { files, none, site, visit } from './helpers.mjs';
import { pages } from './pages.mjs';

const open = visit();

const KB = 1024;
const limits = { stylesheet: 12 * KB, script: 15 * KB };
const large = [
  [/^(matrix|vergelijken)\//, 100],
  [/^(verkennen|past-dit-bij-ons|tegenspraak|kennishiaten|mijn-selectie|verwacht-en-gezien|ketens)\//, 60],
];
const most = (path) => (large.find(([pattern]) => pattern.test(path))?.[1] ?? 40) * KB;
// Data that a script works on are no script.
const partOf = (response) =>
  response.url().includes('/assets/data/') ? 'data' : response.request().resourceType();

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
      if (partOf(response) in limits) weight[partOf(response)] += size;
    }
    none(
      Object.entries({ ...limits, all: most(path) })
        .filter(([part, limit]) => weight[part] > limit)
        .map(([part, limit]) => `${part}: ${(weight[part] / KB).toFixed(1)} KB gz, at most ${limit / KB}`),
      'too heavy',
    );
  });
}
