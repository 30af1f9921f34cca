/** One child process from start to end: output collected, time limit kept, nothing it started left behind. */
import { spawn } from 'node:child_process';
import { supportFolder } from './paths.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const KEPT_STDERR_CHARACTERS = 4000;

export interface ProcessOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Ends the process when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface EndedProcess {
  readonly stdout: string;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** From before the start to after the end. */
  readonly seconds: number;
  /** Null where it ended well; else what happened. */
  readonly problem: null | { readonly kind: 'crashed' | 'timed out'; readonly message: string };
}

export async function runProcess(command: readonly string[], options: ProcessOptions): Promise<EndedProcess> {
  const { cwd, environment, timeoutSeconds, signal } = options;
  const started = performance.now();
  const [program, ...args] = command;
  const child = spawn(program!, args, {
    cwd,
    env: environment,
    // Its own process group, so that a timeout also ends what the engine has started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let timedOut = false;
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutSeconds * 1000);
  signal?.addEventListener('abort', kill, { once: true });
  if (signal?.aborted) kill();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout.length < MAX_OUTPUT_BYTES) stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const ended = await new Promise<{ status: number | null; signal: string | null; error?: Error }>(
    (resolve) => {
      child.once('error', (error) => resolve({ status: null, signal: null, error }));
      child.once('close', (status, killedBy) => resolve({ status, signal: killedBy }));
    },
  );
  const seconds = (performance.now() - started) / 1000;
  clearTimeout(timer);
  signal?.removeEventListener('abort', kill);
  const because = (kind: 'crashed' | 'timed out', message: string): EndedProcess => ({
    ...{ stdout, stderr, seconds },
    problem: { kind, message },
  });
  if (ended.error) return because('crashed', `cannot start: ${ended.error.message}`);
  if (timedOut) return because('timed out', `no end after ${timeoutSeconds} s`);
  if (ended.status !== 0) {
    const how = ended.signal ? `killed by ${ended.signal}` : `exit status ${ended.status}`;
    const lastLine = stderr.trim().split('\n').at(-1) ?? '';
    return because('crashed', lastLine ? `${how}: ${lastLine}` : how);
  }
  return { stdout, stderr, seconds, problem: null };
}

/** A small environment, the same for all: what the caller has set must not reach what is measured. */
export function engineEnvironment(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SYSTEMROOT']) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    PYTHONPATH: supportFolder,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'utf-8',
    ...own,
  };
}
