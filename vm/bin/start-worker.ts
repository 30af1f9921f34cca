/**
 * Start of the Worker in the built command: runs the bundle `worker.js` beside this file with V8's code of it, which is
 * kept from the first run on. The build makes that run (`vm/library/warm_up.py`); where another Node finds the build's
 * code of no use, it keeps its own in the user's folder for caches.
 *
 * Node's `enableCompileCache` does the same for modules; a plain script starts a tenth of the whole sooner, since no
 * module loader wakes up for it and the text, which is ASCII, is not decoded.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const HEADER_BYTES = 4;
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})'];

run(join(import.meta.dirname, 'worker.js'));

function run(file: string): void {
  const text = readFileSync(file);
  // V8 compares the length of the text alone.
  const checksum = crc32(text);
  const enabled = (process.env['NODE_DISABLE_COMPILE_CACHE'] ?? '') === '';
  const folders = enabled ? cacheFolders() : [];
  const name = `worker-${cachedDataVersionTag().toString(16)}.cache`;
  const script = new Script(`${WRAPPER[0]}${text.toString('latin1')}${WRAPPER[1]}`, {
    filename: file,
    cachedData: cachedCode(folders, name, checksum),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (enabled && script.cachedDataRejected !== false) {
    process.on('exit', () => keep(folders, name, checksum, script.createCachedData()));
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
}

/** In this order: the build's, the user's. */
function cacheFolders(): string[] {
  const { XDG_CACHE_HOME: cache, HOME: home } = process.env;
  const folders = [import.meta.dirname];
  if (cache?.startsWith('/')) folders.push(join(cache, 'stage-vm'));
  else if (home?.startsWith('/')) folders.push(join(home, '.cache/stage-vm'));
  return folders;
}

function cachedCode(folders: readonly string[], name: string, checksum: number): Buffer | undefined {
  for (const folder of folders) {
    try {
      const data = readFileSync(join(folder, name));
      if (data.length > HEADER_BYTES && data.readUInt32LE(0) === checksum) return data.subarray(HEADER_BYTES);
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/** Into the first folder that can be written to. Others may read meanwhile, so the file appears whole. */
function keep(folders: readonly string[], name: string, checksum: number, code: Buffer): void {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(checksum);
  for (const folder of folders) {
    const file = join(folder, name);
    const temporary = `${file}.${process.pid}`;
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(temporary, Buffer.concat([header, code]));
      renameSync(temporary, file);
      return;
    } catch {
      // The next one.
    }
  }
}
