/**
 * Carries out jobs of a workflow on this machine, as a runner does: expressions, environment, conditions, scripts in bash,
 * outputs. What a step `uses` is a function that the test gives; the rest is what stands in the file.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

interface Job {
  readonly if?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly env?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** `github`, `inputs`, `needs`, `matrix`, …: what expressions see. */
export type Contexts = Readonly<Record<string, unknown>>;

export interface UsedStep {
  /** Without the commit: `actions/checkout`, `./here`. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface JobOptions {
  readonly workflow: string;
  readonly job: string;
  readonly contexts: Contexts;
  readonly workspace: string;
  /** What the machine has: at least PATH. */
  readonly environment: Readonly<Record<string, string>>;
  readonly use: (step: UsedStep) => Promise<void> | void;
}

export interface JobEnd {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

export async function runJob(options: JobOptions): Promise<JobEnd> {
  const workflow = parse(readFileSync(options.workflow, 'utf8')) as Workflow;
  const job = workflow.jobs[options.job]!;
  const steps: Record<string, unknown> = {};
  const contexts = { ...options.contexts, steps };
  if (!isTrue(job.if, contexts)) return { result: 'skipped', outputs: {}, log: '' };
  const common = { ...valuesOf(workflow.env, contexts), ...valuesOf(job.env, contexts) };
  let log = '';
  for (const step of job.steps) {
    if (!isTrue(step.if, contexts)) continue;
    const env = { ...options.environment, ...common, ...valuesOf(step.env, contexts) };
    try {
      if (step.uses !== undefined) {
        const name = step.uses.replace(/@.*$/, '');
        await options.use({ name, inputs: valuesOf(step.with, contexts), env });
      } else {
        const folder = join(options.workspace, step['working-directory'] ?? '.');
        const { status, output, outputs } = await script(step.run!, folder, env, options.workspace);
        log += output;
        if (step.id !== undefined) steps[step.id] = { outputs };
        if (status !== 0) throw new Error(`exit status ${status}`);
      }
    } catch (error) {
      log += `${(error as Error).message}\n`;
      if (step['continue-on-error'] !== true) return { result: 'failure', outputs: {}, log };
    }
  }
  return { result: 'success', outputs: valuesOf(job.outputs, contexts), log };
}

/** As the runner starts a script where no shell is named: `bash -e FILE`. */
async function script(text: string, cwd: string, env: Readonly<Record<string, string>>, workspace: string) {
  const folder = mkdtempSync(join(workspace, '.runner-'));
  const file = join(folder, 'script.sh');
  const outputFile = join(folder, 'output');
  writeFileSync(file, text);
  writeFileSync(outputFile, '');
  const child = spawn('bash', ['-e', file], { cwd, env: { ...env, GITHUB_OUTPUT: outputFile } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = readFileSync(outputFile, 'utf8').matchAll(/^([\w-]+)=(.*)$/gm);
  return { status, output, outputs: Object.fromEntries([...lines].map(([, name, value]) => [name, value])) };
}

function valuesOf(record: Readonly<Record<string, unknown>> | undefined, contexts: Contexts) {
  const entries = Object.entries(record ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, fill(String(value), contexts)]));
}

/** A text with its `${{ … }}` filled in. */
export function fill(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const value = evaluate(expression, contexts);
    return value === undefined || value === null ? '' : String(value);
  });
}

function isTrue(condition: string | undefined, contexts: Contexts): boolean {
  return condition === undefined || Boolean(evaluate(condition.replace(/^\$\{\{|\}\}$/g, ''), contexts));
}

const CONTEXTS = 'github|inputs|env|matrix|needs|steps|job|secrets';

/**
 * Expressions are JavaScript but for the quotes of texts, hyphens in names, and fields of nothing, which are nothing.
 * Comparisons of nothing with a number or truth value differ, and do not occur.
 */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const pattern = new RegExp(`'((?:[^']|'')*)'|\\b(?:${CONTEXTS})(?:\\.[\\w-]+)+`, 'g');
  const code = expression.replaceAll(pattern, (all, text?: string) =>
    text === undefined ? `at(${JSON.stringify(all.split('.'))})` : JSON.stringify(text.replaceAll("''", "'")),
  );
  const at = (path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
      contexts,
    );
  const startsWith = (text: unknown, start: string): boolean => String(text ?? '').startsWith(start);
  return new Function('at', 'fromJSON', 'startsWith', `return (${code});`)(at, JSON.parse, startsWith);
}
