/** Runs the same Python program in the VM and in CPython 3.14 (the npm package `pyodide`) and takes what it prints. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const STAGE_VM = fileURLToPath(new URL('../../bin/stage-vm.ts', import.meta.url));

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; null where a signal or the time limit ended the process. */
  readonly status: number | null;
}

/** Runs a program in a fresh process of the VM; `options` are those of `stage-vm`, as `['--stage', '2']`. */
export async function runInVm(
  source: string,
  options: readonly string[],
  timeoutSeconds = 60,
): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), 'differential-'));
  try {
    const file = join(folder, 'program.py');
    writeFileSync(file, source);
    return await runProcess(process.execPath, ['--no-warnings', STAGE_VM, ...options, file], timeoutSeconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a command without a shell and collects what it prints; kills it after the time limit. */
export function runProcess(
  command: string,
  args: readonly string[],
  timeoutSeconds: number,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      timeout: timeoutSeconds * 1000,
      killSignal: 'SIGKILL',
    });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (part: string) => {
        text[name] += part;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...text, status }));
  });
}

/** CPython 3.14. Loading it takes seconds, so one is shared by all programs of a process. */
export interface Oracle {
  /** Runs a program in a fresh namespace of `__main__`'s form. */
  run(source: string): Printed;
}

let oracle: Promise<Oracle> | undefined;

export function loadOracle(): Promise<Oracle> {
  oracle ??= startOracle();
  return oracle;
}

const RUN = `
def _run(source):
    import io, sys, traceback
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        exec(compile(source, '<program>', 'exec', dont_inherit=True), {'__name__': '__main__', '__builtins__': __builtins__})
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    except BaseException:
        status = 1
        traceback.print_exc()
    finally:
        sys.stdout, sys.stderr = streams
    return out.getvalue().encode('utf-8', 'surrogatepass'), err.getvalue().encode('utf-8', 'surrogatepass'), status
_run
`;

async function startOracle(): Promise<Oracle> {
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide();
  const run = python.runPython(RUN);
  const text = (bytes: { toJs(): Uint8Array }): string => new TextDecoder().decode(bytes.toJs());
  return {
    run(source) {
      const result = run(source);
      const printed = { stdout: text(result.get(0)), stderr: text(result.get(1)), status: result.get(2) };
      result.destroy();
      return printed;
    },
  };
}
