/** The standard library as the build takes it from the development package. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { installLibrary } from './install.ts';
import { readZip } from './zip.ts';

test('an archive is unpacked once, without what belongs to Pyodide', () => {
  const dist = mkdtempSync(join(tmpdir(), 'library-'));
  try {
    const folder = installLibrary(dist);
    expect(installLibrary(dist)).toBe(folder);
    expect(readdirSync(join(dist, 'lib'))).toEqual(['python3.14']);
    const names = readdirSync(folder);
    expect(['LICENSE.txt', 'unittest', 'os.py', 're'].filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => /pyodide|_sysconfigdata|site-packages|^_ssl/.test(name))).toEqual([]);
    expect(readFileSync(join(folder, 'keyword.py'), 'utf8')).toContain('kwlist');
  } finally {
    rmSync(dist, { recursive: true });
  }
});

test('stored and compressed entries; a damaged archive is refused', () => {
  const archive = zipOf([
    ['a/b.py', 'x = 1\n', 0],
    ['c.py', 'y'.repeat(1000), 8],
  ]);
  expect(readZip(archive).map(({ name, data }) => [name, new TextDecoder().decode(data)])).toEqual([
    ['a/b.py', 'x = 1\n'],
    ['c.py', 'y'.repeat(1000)],
  ]);
  expect(() => readZip(archive.slice(0, archive.length - 1))).toThrow('zip: not an archive');
});

/** A small archive: local headers with data, directory, end. */
function zipOf(files: readonly (readonly [name: string, text: string, method: number])[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text, method] of files) {
    const data = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    pieces.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...pieces, ...directory, end]));
}
