/** The history on a bare repository of this machine, with many who append at once. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Random } from '../../suites/index.ts';
import { appendToHistory, type HistoryPlace, historyPath } from './append.ts';

let folder: string;
let bare: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  bare = join(folder, 'remote.git');
  git(folder, 'init', '--quiet', '--bare', bare);
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A clone of its own, as each job has one. */
function place(name: string): HistoryPlace {
  const repository = join(folder, name);
  git(folder, 'init', '--quiet', repository);
  git(repository, 'remote', 'add', 'origin', bare);
  return { repository, remote: 'origin', branch: 'data' };
}

const files = (): string[] => git(bare, 'ls-tree', '-r', '--name-only', 'data').trim().split('\n');
const entry = (run: number, text = `run ${run}`) => ({
  path: `runs/2026/01/${'a'.repeat(40)}-default-${run}-1.json.gz`,
  content: Buffer.from(text),
});

describe('the history', () => {
  test('begins as a branch without a past, and grows by one file a commit', async () => {
    const here = place('one');
    await appendToHistory(here, entry(1));
    await appendToHistory(here, entry(2));
    expect(files()).toEqual([entry(1).path, entry(2).path]);
    expect(git(bare, 'log', '--format=%s', 'data').trim().split('\n')).toEqual([
      `Add ${entry(2).path}`,
      `Add ${entry(1).path}`,
    ]);
    expect(git(bare, 'cat-file', 'blob', `data:${entry(2).path}`)).toBe('run 2');
  });

  test('takes the same file twice as once, and another content never', async () => {
    const here = place('one');
    await appendToHistory(here, entry(1));
    expect(await appendToHistory(here, entry(1))).toMatchObject({ present: true });
    await expect(appendToHistory(here, entry(1, 'rewritten'))).rejects.toThrow(
      'stands there already with another content',
    );
    expect(git(bare, 'rev-list', '--count', 'data').trim()).toBe('1');
  });

  // 24 with `npm run history-load`: each pusher starts some thirty processes.
  const pushers = Number(process.env['HISTORY_PUSHERS'] ?? 4);
  test(`stores all of ${pushers} who append at once`, async () => {
    const places = Array.from({ length: pushers }, (_, index) => place(`clone-${index}`));
    const random = new Random(7);
    const appended = await Promise.all(
      places.map((each, index) =>
        appendToHistory(each, entry(index + 1), {
          baseMilliseconds: 200,
          tries: 40,
          random: () => random.next(),
        }),
      ),
    );
    expect(files().sort()).toEqual(places.map((_, index) => entry(index + 1).path).sort());
    expect(git(bare, 'rev-list', '--count', 'data').trim()).toBe(String(pushers));
    expect(appended.some(({ tries }) => tries > 1)).toBe(true);
  }, 600_000);

  test('that cannot be read is an error, and nothing is begun anew', async () => {
    const here = place('one');
    await appendToHistory(here, entry(1));
    git(here.repository, 'remote', 'set-url', 'origin', join(folder, 'gone.git'));
    await expect(appendToHistory(here, entry(2))).rejects.toThrow('cannot be read');
    expect(files()).toEqual([entry(1).path]);
  });

  test('whose remote refuses is an error that says so, at once', async () => {
    const here = place('one');
    await appendToHistory(here, entry(1));
    git(bare, 'config', 'receive.denyNonFastForwards', 'true');
    execFileSync(
      'sh',
      [
        '-c',
        'printf "#!/bin/sh\\necho no >&2\\nexit 1\\n" > hooks/pre-receive && chmod +x hooks/pre-receive',
      ],
      {
        cwd: bare,
      },
    );
    await expect(appendToHistory(here, entry(2), { tries: 1 })).rejects.toThrow('cannot be pushed');
    expect(files()).toEqual([entry(1).path]);
  });

  test('is not forced: a tip that nobody here has seen refuses the push, and the try after it adds to that tip', async () => {
    const here = place('here');
    const other = place('other');
    await appendToHistory(other, entry(1));
    // A hook that lets somebody else in between fetch and push, once.
    const hook = join(here.repository, '.git', 'hooks', 'pre-push');
    const tree = git(bare, 'rev-parse', 'data^{tree}').trim();
    const stolen = `git -C ${bare} update-ref refs/heads/data $(git -C ${bare} -c user.name=o -c user.email=o commit-tree ${tree} -p data -m other)`;
    writeFileSync(hook, `#!/bin/sh\nrm "$0"\nunset GIT_DIR\n${stolen}\n`, { mode: 0o755 });
    expect(await appendToHistory(here, entry(2), { baseMilliseconds: 1 })).toMatchObject({ tries: 2 });
    expect(git(bare, 'log', '--format=%s', 'data').trim().split('\n')).toEqual([
      `Add ${entry(2).path}`,
      'other',
      `Add ${entry(1).path}`,
    ]);
  });
});

describe('a path', () => {
  const identity = {
    commit: 'a'.repeat(40),
    suite: 'default',
    run: 12,
    attempt: 1,
    created: '2026-03-04T05:06:07Z',
  };

  test('says month, commit, suite, run and attempt', () => {
    expect(historyPath(identity)).toBe(`runs/2026/03/${'a'.repeat(40)}-default-12-1.json.gz`);
  });

  test.each([
    ['commit', { commit: 'abc' }],
    ['commit', { commit: '../../x' }],
    ['suite', { suite: '../x' }],
    ['run', { run: 0 }],
    ['attempt', { attempt: 1.5 }],
    ['created', { created: 'yesterday' }],
  ])('with a wrong %s is refused', (field, changes) => {
    expect(() => historyPath({ ...identity, ...changes })).toThrow(`history: ${field}: is`);
  });
});
