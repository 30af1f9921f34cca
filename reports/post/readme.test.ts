/** README, "Use it in your repository": its files and commands, as they stand there, in an empty repository. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../suites/index.ts';
import { readMarkdown } from '../testing/markdown.ts';

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const section = readme.split('## Use it in your repository\n')[1]!.split('\n## ')[0]!;

interface Block {
  /** The last file that the paragraph above it names, or null for commands. */
  readonly file: string | null;
  readonly language: string;
  readonly text: string;
}

function blocks(): Block[] {
  return [...section.matchAll(/([^\n]*)\n\n```(\w*)\n([\s\S]*?)\n```/g)].map(([, above, language, text]) => {
    const named = [...above!.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name!);
    const commands = text!.startsWith('git ');
    return { file: commands ? null : (named.at(-1) ?? null), language: language!, text: `${text}\n` };
  });
}

/** The file of a block whose sentence names it before it explains it. */
const FILES = [
  'engine',
  'benchmarks/MANIFEST',
  'benchmarks/bm_squares/pyproject.toml',
  'benchmarks/bm_squares/run_benchmark.py',
  'roadmap.json',
  '.github/workflows/gate.yml',
  '.github/workflows/gate-report.yml',
];

let folder: string;
let repository: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toy-'));
  repository = join(folder, 'toy');
  mkdirSync(repository);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `npx stage-report` as the installed package has it, but from the sources. */
function pathWithNpx(): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
  return `${bin}${delimiter}${process.env['PATH']}`;
}

describe('the section "Use it in your repository"', () => {
  test('has every file of the example, and one block of commands', () => {
    expect(blocks().map(({ file }) => file)).toEqual([...FILES.slice(0, 5), null, ...FILES.slice(5)]);
  });

  test('followed in an empty repository, reaches the verdict and what would be posted', () => {
    for (const { file, text } of blocks()) {
      if (file === null) continue;
      mkdirSync(dirname(join(repository, file)), { recursive: true });
      writeFileSync(join(repository, file), text);
    }
    chmodSync(join(repository, 'engine'), 0o755);
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: repository, encoding: 'utf8' });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=toy', '-c', 'user.email=toy@localhost', 'commit', '--quiet', '-m', 'toy');
    // Fewer rounds than a person would take: the test is about the way, not about precision.
    const commands = blocks()
      .find(({ file }) => file === null)!
      .text.replace('--rounds 12 --warmup 0.1s', '--rounds 2 --values 1 --warmup 0.1s');
    const env = { ...process.env, PATH: pathWithNpx() };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', commands], {
      cwd: repository,
      env,
      encoding: 'utf8',
    });
    // The engine is the same on both sides, but the machine is real: whatever the verdict, it is reached.
    const said = /(PASS|WARN|FAIL|INCONCLUSIVE): .*/.exec(stdout)?.[1];
    const errors = /^stage-report: [\s\S]*/m.exec(stderr)?.[0];
    expect([errors, said]).toEqual([undefined, expect.stringMatching(/./)]);
    if (said === 'FAIL') expect(status).toBe(1);
    else {
      expect(status).toBe(0);
      const comment = stdout.slice(stdout.indexOf('<!-- stage-gate comment'));
      expect(readMarkdown(comment).headings).toEqual([expect.stringMatching(new RegExp(`^. ${said}: `))]);
      expect(comment).toMatch(/check run stage-gate: (success|neutral)/);
    }
    const result = JSON.parse(readFileSync(join(repository, 'result.json'), 'utf8'));
    expect(result.engines.map(({ name }: { name: string }) => name)).toEqual(['base:toy', 'head:toy']);
    expect(result.failures).toEqual([]);
  });
});
