// The browser side of the search in node: `search.js` of the theme runs unchanged, only its files come from disk.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const script = fileURLToPath(new URL('../../themes/default/assets/search.js', import.meta.url));

/** Opens the index of a built site. Gives it with `KB` and the list of files that were read, in order. */
export async function open(site, folder = 'zoeken') {
  const world = vm.createContext({ TextDecoder, TextEncoder, atob, console });
  vm.runInContext(await readFile(script, 'utf8'), world, { filename: script });
  const read = [];
  const add = async (name) => {
    const path = join(site, folder, `${name}.js`);
    vm.runInContext(await readFile(path, 'utf8'), world, { filename: path });
    read.push(path);
  };
  const [root] = (await readdir(join(site, folder))).filter((name) => /^r[0-9a-f]+\.js$/.test(name));
  return { KB: world.KB, index: await world.KB.open(root.replace('.js', ''), add), read, script };
}
