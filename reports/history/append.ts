/**
 * The history: an orphan branch to which files are only ever added, one a run:
 * `runs/<yyyy>/<mm>/<commit>-<suite>-<run>-<attempt>.json.gz`. Nothing else stands on it; whatever else is shown of it is
 * derived.
 *
 * Many may append at once. Each builds its commit on the tip that it sees and pushes it without force; who comes second
 * takes the new tip and tries again, after a random wait that grows (full jitter: everybody waits between nothing and the
 * whole, so that those who met once do not meet again). Since each run has a file of its own, nothing is ever merged.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '../../suites/index.ts';

export interface HistoryPlace {
  /** A repository on this machine, whose remote is pushed to. */
  readonly repository: string;
  readonly remote: string;
  readonly branch: string;
}

export interface HistoryEntry {
  /** Below the root of the branch. */
  readonly path: string;
  readonly content: Uint8Array;
}

export interface AppendOptions {
  /** Tries before giving up; 12 unless given. */
  readonly tries?: number;
  /** The first wait is at most this long, each further one at most twice the one before, up to 30 s. */
  readonly baseMilliseconds?: number;
  /** In [0, 1). */
  readonly random?: () => number;
}

export interface Appended {
  readonly commit: string;
  /** Whether the file was there already, with the same content: nothing was pushed. */
  readonly present: boolean;
  readonly tries: number;
}

export interface RunIdentity {
  readonly commit: string;
  readonly suite: string;
  readonly run: number;
  readonly attempt: number;
  /** Moment of the measurement, as ISO 8601. */
  readonly created: string;
}

const LONGEST_WAIT_MILLISECONDS = 30_000;

/** @throws InputError for an identity that makes no path. */
export function historyPath({ commit, suite, run, attempt, created }: RunIdentity): string {
  const check = (field: string, value: string, pattern: RegExp, fix: string): void => {
    if (!pattern.test(value))
      throw new InputError({ where: 'history', field, problem: `is "${value}"`, fix });
  };
  check('commit', commit, /^[0-9a-f]{40}$/, 'give the whole commit, 40 hexadecimal digits');
  check('suite', suite, /^[a-z0-9]+$/, 'write one word of a–z and 0–9');
  check('run', String(run), /^[1-9]\d*$/, 'give the number of the run, from 1');
  check('attempt', String(attempt), /^[1-9]\d*$/, 'give the number of the attempt, from 1');
  check('created', created, /^\d{4}-\d{2}-\d{2}T/, 'give the moment as ISO 8601');
  const [year, month] = created.split('-');
  return `runs/${year}/${month}/${commit}-${suite}-${run}-${attempt}.json.gz`;
}

/**
 * Adds one file to the history.
 *
 * @throws InputError when another content stands at the path, when the remote cannot be reached or refuses, or when
 *   others were faster every time.
 */
export async function appendToHistory(
  place: HistoryPlace,
  { path, content }: HistoryEntry,
  { tries = 12, baseMilliseconds = 500, random = Math.random }: AppendOptions = {},
): Promise<Appended> {
  const git = new Git(place.repository);
  const blob = await git.hashObject(content);
  for (let attempt = 1; ; attempt++) {
    const tip = await fetchTip(git, place);
    const present = tip === null ? null : await blobAt(git, tip, path);
    if (present === blob) return { commit: tip!, present: true, tries: attempt };
    if (present !== null) {
      throw problem(
        place,
        path,
        'stands there already with another content',
        'append under a new run or attempt: history is never rewritten',
      );
    }
    const commit = await commitWith(git, tip, path, blob);
    const refusal = await push(git, place, commit);
    if (refusal === null) return { commit, present: false, tries: attempt };
    if (
      !/\[rejected\]|non-fast-forward|fetch first|cannot lock ref|incorrect old value|failed to update ref/i.test(
        refusal,
      )
    ) {
      throw problem(
        place,
        path,
        `cannot be pushed: ${lastLine(refusal)}`,
        'check the remote and the right to push to it',
      );
    }
    if (attempt === tries) {
      throw problem(
        place,
        path,
        `was overtaken ${tries} times`,
        'run it again; let one job at a time append',
      );
    }
    const longest = Math.min(LONGEST_WAIT_MILLISECONDS, baseMilliseconds * 2 ** (attempt - 1));
    await new Promise((resolve) => setTimeout(resolve, random() * longest));
  }
}

/** The tip of the branch, or null where there is no such branch yet. Anything that hinders looking is an error. */
async function fetchTip(git: Git, place: HistoryPlace): Promise<string | null> {
  const { remote, branch } = place;
  const listed = await git.try(['ls-remote', '--exit-code', remote, `refs/heads/${branch}`]);
  // 2: the remote answered, and has no such branch.
  if (listed.status === 2) return null;
  const fetched =
    listed.status === 0
      ? await git.try(['fetch', '--quiet', '--no-tags', '--depth=1', remote, `refs/heads/${branch}`])
      : listed;
  if (fetched.status !== 0) {
    throw problem(
      place,
      '',
      `cannot be read: ${lastLine(fetched.stderr)}`,
      'check the remote and the right to read it',
    );
  }
  return (await git.run(['rev-parse', 'FETCH_HEAD'])).trim();
}

async function blobAt(git: Git, commit: string, path: string): Promise<string | null> {
  const listed = await git.run(['ls-tree', commit, '--', path]);
  return /^\d+ blob ([0-9a-f]+)\t/.exec(listed)?.[1] ?? null;
}

/** A commit with one more file than its parent, made in an index of its own: no checkout is touched. */
async function commitWith(git: Git, parent: string | null, path: string, blob: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'stage-report-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    if (parent !== null) await git.run(['read-tree', parent], env);
    await git.run(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], env);
    const tree = (await git.run(['write-tree'], env)).trim();
    const parents = parent === null ? [] : ['-p', parent];
    return (await git.run(['commit-tree', tree, ...parents, '-m', `Add ${path}`])).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Null when it was pushed, or what git said. Never with force: a tip that moved refuses the push. */
async function push(git: Git, { remote, branch }: HistoryPlace, commit: string): Promise<string | null> {
  const { status, stderr } = await git.try(['push', '--porcelain', remote, `${commit}:refs/heads/${branch}`]);
  return status === 0 ? null : stderr;
}

interface GitResult {
  readonly status: number;
  readonly stdout: string;
  /** What git said, of whichever stream. */
  readonly stderr: string;
}

const run = promisify(execFile);

class Git {
  readonly repository: string;

  constructor(repository: string) {
    this.repository = repository;
  }

  async try(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<GitResult> {
    const identity = { GIT_AUTHOR_NAME: 'stage-report', GIT_AUTHOR_EMAIL: 'stage-report@localhost' };
    const committer = { GIT_COMMITTER_NAME: 'stage-report', GIT_COMMITTER_EMAIL: 'stage-report@localhost' };
    const options = {
      cwd: this.repository,
      env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...identity, ...committer, ...env },
      maxBuffer: 64 * 2 ** 20,
    };
    try {
      const { stdout, stderr } = await run('git', [...args], options);
      return { status: 0, stdout, stderr };
    } catch (error) {
      const {
        code,
        stdout = '',
        stderr = '',
        message,
      } = error as Error & Partial<GitResult> & { code?: unknown };
      if (typeof code !== 'number') {
        throw new InputError({ where: 'git', problem: `cannot be started (${message})`, fix: 'install git' });
      }
      return { status: code, stdout, stderr: `${stdout}${stderr}` };
    }
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { status, stdout, stderr } = await this.try(args, env);
    if (status === 0) return stdout;
    throw new InputError({
      where: this.repository,
      problem: `git ${args[0]} failed: ${lastLine(stderr)}`,
      fix: 'start this inside a clone of the repository',
    });
  }

  async hashObject(content: Uint8Array): Promise<string> {
    const child = run('git', ['hash-object', '-w', '--stdin'], { cwd: this.repository });
    child.child.stdin!.end(content);
    try {
      return (await child).stdout.trim();
    } catch (error) {
      const { stderr = '' } = error as Partial<GitResult>;
      throw new InputError({
        where: this.repository,
        problem: `is no repository of git (${lastLine(stderr)})`,
        fix: 'start this inside a clone of the repository',
      });
    }
  }
}

function problem({ remote, branch }: HistoryPlace, field: string, text: string, fix: string): InputError {
  return new InputError({
    where: `${branch} of ${remote}`,
    ...(field === '' ? {} : { field }),
    problem: text,
    fix,
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
