/** The actions that our workflows use, as far as they need them, on repositories and artifacts of this machine. */
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packageRoot } from '../../suites/index.ts';
import { git } from './toy.ts';
import type { UsedStep } from './workflow.ts';

export interface RunnerOptions {
  /** The repository that the workflow runs in. */
  readonly repository: string;
  /** What is checked out where a step names nothing. */
  readonly sha: string;
  readonly workspace: string;
  /** A folder, with one for each artifact. */
  readonly artifacts: string;
  /** Inside `workspace`: a step that runs an action of ours. */
  readonly runAction?: (step: UsedStep) => Promise<void>;
}

/** `owner/name` of stage-report itself in these tests. */
export const TRACKER = 'octo/stage-report';

export function useActions(options: RunnerOptions): (step: UsedStep) => Promise<void> | void {
  return (step) => {
    switch (step.name) {
      case 'actions/checkout':
        return step.inputs['repository'] === TRACKER ? placeTracker(step, options) : checkout(step, options);
      case 'actions/setup-node':
        return undefined;
      case 'actions/upload-artifact':
      case 'actions/upload-pages-artifact':
        return upload(step, options);
      case 'actions/download-artifact':
        return download(step, options);
      default:
        if (step.name.startsWith('./') && options.runAction) return options.runAction(step);
        throw new Error(`no such action here: ${step.name}`);
    }
  };
}

function checkout({ inputs }: UsedStep, { repository, sha, workspace }: RunnerOptions): void {
  const folder = join(workspace, inputs['path'] ?? '.');
  const depth = Number(inputs['fetch-depth'] ?? 1);
  git(dirname(folder), 'init', '--quiet', folder);
  git(folder, 'remote', 'add', 'origin', repository);
  const ref = inputs['ref'] || sha;
  git(folder, 'fetch', '--quiet', `--depth=${depth}`, 'origin', ref);
  git(folder, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
}

/** stage-report as it is built into `dist`, but from the sources. */
function placeTracker({ inputs }: UsedStep, { workspace }: RunnerOptions): void {
  const folder = join(workspace, inputs['path']!);
  const bin = join(folder, 'dist', 'reports', 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(join(packageRoot, '.github'), join(folder, '.github'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
  writeFileSync(join(bin, 'stage-report.js'), `await import(${JSON.stringify(program)});\n`);
}

function upload({ inputs }: UsedStep, { workspace, artifacts }: RunnerOptions): void {
  const from = join(workspace, inputs['path']!);
  const to = join(artifacts, inputs['name'] ?? 'github-pages');
  mkdirSync(to, { recursive: true });
  cpSync(from, statSync(from).isDirectory() ? to : join(to, basename(from)), { recursive: true });
}

function download({ inputs }: UsedStep, { workspace, artifacts }: RunnerOptions): void {
  const { name, pattern, path = '.' } = inputs;
  if (name !== undefined) {
    cpSync(join(artifacts, name), join(workspace, path), { recursive: true });
    return;
  }
  const start = pattern!.replace(/\*$/, '');
  for (const each of readdirSync(artifacts).filter((one) => one.startsWith(start))) {
    cpSync(join(artifacts, each), join(workspace, path, each), { recursive: true });
  }
}

/** PATH with the Node that runs the tests, and an npm that has installed everything already. */
export function runnerPath(folder: string): string {
  const bin = join(folder, 'runner-bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\n[ "$1" = ci ]\n');
  chmodSync(join(bin, 'npm'), 0o755);
  return `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`;
}
