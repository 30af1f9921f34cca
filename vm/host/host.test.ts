/** The host as the VM sees it: output in order and complete, clocks, input. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createMemoryHost, getHost, setHost } from './index.ts';
import { OutputBuffer } from './output-buffer.ts';

const door = fileURLToPath(new URL('./index.ts', import.meta.url));

/** Runs a program with `host` made by the door; what it wrote and how it ended. */
function run(body: string, options: { input?: string; flags?: string[] } = {}) {
  const program = `import { createNodeHost, canGenerateCode } from ${JSON.stringify(door)};
    const host = createNodeHost({ args: ['a.py'] });
    ${body}`;
  const flags = [...(options.flags ?? []), '--input-type=module', '--eval', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, flags, {
    input: options.input ?? '',
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('output is collected until it is flushed or long enough', () => {
  const pieces: string[] = [];
  const full = new OutputBuffer('full', (text) => pieces.push(text));
  full.write('a');
  full.write('b\n');
  expect(pieces).toEqual([]);
  full.flush();
  full.flush();
  full.write('x'.repeat(8192));
  expect(pieces.map((text) => text.length)).toEqual([3, 8192]);
});

test('a terminal gets whole lines, standard error everything at once', () => {
  const pieces: string[] = [];
  const line = new OutputBuffer('line', (text) => pieces.push(text));
  line.write('a');
  line.write('b\n');
  const none = new OutputBuffer('none', (text) => pieces.push(text));
  none.write('c');
  expect(pieces).toEqual(['ab\n', 'c']);
});

test('under Node: a megabyte through a pipe, UTF-8, exit status, output flushed', () => {
  const result = run(
    `for (let i = 0; i < 1000; i++) host.write(1, 'é😀' + 'x'.repeat(1000) + '\\n'); host.write(2, 'err'); host.exit(3);`,
  );
  expect([result.stdout.length, result.stdout.slice(0, 4), result.stderr, result.status]).toEqual([
    1_004_000,
    'é😀x',
    'err',
    3,
  ]);
});

test('under Node: input by lines, also across the pieces it is read in', () => {
  const long = 'y'.repeat(100_000);
  const result = run(
    `const lines = []; for (let line = host.readLine(); line !== ''; line = host.readLine()) lines.push(line.length); host.write(1, lines.join()); host.flush(1);`,
    {
      input: `é\n${long}\nend`,
    },
  );
  expect(result.stdout).toBe('2,100001,3');
});

test('under Node: clocks go forward, sleep waits, entropy differs', () => {
  const result = run(`const before = host.monotonicNanoseconds(); host.sleep(0.01);
    const slept = host.monotonicNanoseconds() - before >= 9_000_000n;
    const recent = Math.abs(Number(host.wallNanoseconds() / 1_000_000n) - Date.now()) < 1000;
    const random = String(host.entropy(16)) !== String(host.entropy(16));
    host.write(1, [slept, recent, random, host.processNanoseconds() > 0n].join()); host.flush(1);`);
  expect(result.stdout).toBe('true,true,true,true');
});

test('permission to generate code is found out', () => {
  const body = `host.write(1, String(canGenerateCode())); host.flush(1);`;
  expect(run(body).stdout).toBe('true');
  expect(run(body, { flags: ['--disallow-code-generation-from-strings'] }).stdout).toBe('false');
});

test('the host in memory', () => {
  const host = createMemoryHost({ input: 'a\nb', files: { 'x.py': '1' } });
  setHost(host);
  expect(getHost()).toBe(host);
  expect([host.readLine(), host.readLine(), host.readLine()]).toEqual(['a\n', 'b', '']);
  expect(new TextDecoder().decode(host.readFile('x.py'))).toBe('1');
  expect(() => host.readFile('y.py')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  host.write(1, 'out');
  host.sleep(1);
  expect([host.output[1], host.monotonicNanoseconds()]).toEqual(['out', 1_000_000_000n]);
});
