/**
 * Unpacks CPython's pure-Python library, which the development package `pyodide` carries as a zip archive, to
 * `dist/lib/python3.14`. Pyodide's own packages and the description of its build stay out.
 *
 * Not in that archive, and so not here: `collections/abc.py` (`collections` itself provides the module), `_pydecimal`,
 * `zoneinfo/_zoneinfo.py`, `dbm`, `curses`, `ensurepip`, `idlelib`, `pydoc_data`, `test`, `tkinter`, `turtle`, `venv`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readZip } from './zip.ts';

/** Where the library lies under the package's `dist`. */
export const LIBRARY_FOLDER = 'lib/python3.14';
/** Names the archive that a folder was unpacked from. */
const STAMP = '.archive';
const LICENSE = 'LICENSE.txt';

const LEFT_OUT = /^(pyodide|_pyodide|site-packages)\/|^_sysconfigdata_|^_ssl\.py$/;

/** Unpacks the library unless it is there; the folder. */
export function installLibrary(dist: string): string {
  const target = join(dist, LIBRARY_FOLDER);
  const archive = readFileSync(createRequire(import.meta.url).resolve('pyodide/python_stdlib.zip'));
  const license = readFileSync(new URL(LICENSE, import.meta.url));
  const stamp = createHash('sha256').update(archive).update(license).digest('hex');
  if (existsSync(join(target, STAMP)) && readFileSync(join(target, STAMP), 'utf8') === stamp) return target;
  // Another process may be unpacking too: each fills a folder of its own and moves it into place.
  const scratch = `${target}.${process.pid}`;
  for (const { name, data } of readZip(archive)) {
    if (LEFT_OUT.test(name)) continue;
    const file = join(scratch, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
  writeFileSync(join(scratch, LICENSE), license);
  writeFileSync(join(scratch, STAMP), stamp);
  rmSync(target, { recursive: true, force: true });
  try {
    renameSync(scratch, target);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    if (!existsSync(join(target, STAMP))) throw error;
  }
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installLibrary(fileURLToPath(new URL('../../dist', import.meta.url)));
}
