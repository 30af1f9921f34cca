/** README, "Use it in your repository": its files and commands, as they stand there, in an empty repository. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../suites/index.ts';
import { readMarkdown } from '../testing/markdown.ts';
import { commit, makeToy, readmeBlocks, readmeFile } from '../testing/toy.ts';

let folder: string;
let repository: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toy-'));
  repository = join(folder, 'toy');
  makeToy(repository);
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

const commands = (beginning: string): string =>
  readmeBlocks().find(({ file, text }) => file === null && text.startsWith(beginning))!.text;

function shell(text: string, env: NodeJS.ProcessEnv = process.env) {
  return spawnSync('sh', ['-c', text], { cwd: repository, env, encoding: 'utf8' });
}

describe('the section "Use it in your repository"', () => {
  test('has every file of the example, and the commands to try it and to name what is trusted', () => {
    expect(readmeBlocks().map(({ file }) => file)).toEqual([
      ...['engine', 'benchmarks/MANIFEST', 'benchmarks/bm_squares/pyproject.toml'],
      ...['benchmarks/bm_squares/run_benchmark.py', 'roadmap.json', null],
      ...['.github/workflows/gate.yml', '.github/workflows/gate-report.yml', null],
    ]);
  });

  test('followed in an empty repository, reaches the verdict and what would be posted', () => {
    // Fewer rounds than a person would take: the test is about the way, not about precision.
    const text = commands('git ').replace('--rounds 12 --warmup 0.1s', '--rounds 2 --values 1 --warmup 0.1s');
    const { status, stdout, stderr } = shell(text, { ...process.env, PATH: pathWithNpx() });
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

  test('has workflows that become whole by its commands: the reader’s copy, and the commit that it stands at', () => {
    const copy = join(folder, 'somebody', 'stage-report');
    makeToy(copy);
    const head = commit(copy, { 'more.txt': 'more\n' });
    const { status, stderr } = shell(commands('FROM=').replace(/^FROM=\S+/, `FROM=${copy}`));
    expect([status, stderr]).toEqual([0, '']);
    const uses = (file: string, job: string) =>
      parse(readFileSync(join(repository, '.github/workflows', file), 'utf8')).jobs[job].uses;
    const place = 'somebody/stage-report/.github/workflows';
    expect(uses('gate.yml', 'gate')).toBe(`${place}/gate.yml@${head}`);
    expect(uses('gate-report.yml', 'report')).toBe(`${place}/gate-report.yml@${head}`);
    expect(shell('grep -rl "OWNER\\|0\\{40\\}" .github').stdout).toBe('');
  });

  test.each([
    ['gate.yml', 'gate'],
    ['gate-report.yml', 'report'],
  ])(
    'calls %s with inputs that it has, none that it needs left out, and the events that it acts on',
    (file, job) => {
      const caller = parse(readmeFile(`.github/workflows/${file}`));
      const called = parse(readFileSync(join(packageRoot, '.github', 'workflows', file), 'utf8'));
      const { inputs } = called.on.workflow_call;
      const given = Object.keys(caller.jobs[job].with);
      expect(given.filter((name) => !(name in inputs))).toEqual([]);
      expect(Object.keys(inputs).filter((name) => inputs[name].required && !given.includes(name))).toEqual(
        [],
      );
      const { workflow_call: _, ...events } = called.on;
      expect(caller.on).toEqual(events);
      // A job that is called has no more rights than its caller gives.
      const rights = called.jobs[job]?.permissions;
      if (rights !== undefined) expect(caller.jobs[job].permissions).toEqual(rights);
    },
  );
});
