/** What a workflow or a command line says about posting, checked and completed. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError, readManifest } from '../../suites/index.ts';
import type { Policy } from './judge.ts';
import type { PublishSettings } from './publish.ts';

/** As texts, since they come from `INPUT_…` or options. */
export interface RawSettings {
  readonly repository: string;
  readonly suite: string;
  readonly login: string;
  readonly checkName: string;
  /** Empty: no commit status. */
  readonly statusContext: string;
  readonly workflow: string;
  readonly waiverLabel: string;
  readonly strict: boolean;
  readonly confirm: boolean;
  /** Globs by line or comma. */
  readonly paths: string;
  /** A MANIFEST in `workspace`, for the lines of annotations; empty: none. */
  readonly manifest: string;
  /** The checkout of the base. */
  readonly workspace: string;
}

/** @throws InputError that names the setting and the fix. */
export function makeSettings(
  raw: RawSettings,
  policy: Policy,
  log: (message: string) => void,
): PublishSettings {
  const repository = /^([\w.-]+)\/([\w.-]+)$/.exec(raw.repository);
  if (!repository) refuse('repository', `is "${raw.repository}"`, 'write OWNER/NAME');
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(raw.suite)) {
    refuse('suite', `is "${raw.suite}"`, 'write up to 40 of a–z, 0–9 and "-"');
  }
  if (!/^\.github\/workflows\/[\w.-]+\.ya?ml$/.test(raw.workflow)) {
    refuse(
      'workflow',
      `is "${raw.workflow}"`,
      'write the file of the workflow that measures: .github/workflows/NAME.yml',
    );
  }
  for (const name of ['login', 'checkName', 'waiverLabel'] as const) {
    if (raw[name].trim() === '') refuse(name, 'is empty', 'leave it out, or give a name');
  }
  const paths = raw.paths
    .split(/[\n,]/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
  if (paths.length === 0)
    refuse('paths', 'is empty', 'write the globs of what is measured, such as src/**, or **');
  return {
    ...{ owner: repository[1]!, repo: repository[2]!, suite: raw.suite, login: raw.login },
    ...{ checkName: raw.checkName, workflowPath: raw.workflow, waiverLabel: raw.waiverLabel },
    statusContext: raw.statusContext === '' ? null : raw.statusContext,
    ...{ strict: raw.strict, confirm: raw.confirm, paths, log },
    policy,
    sourceOf: raw.manifest === '' ? () => null : sourcesOf(raw.workspace, raw.manifest),
  };
}

/** Where each benchmark is defined: its program, and the line that gives it its name. */
export function sourcesOf(workspace: string, manifest: string): PublishSettings['sourceOf'] {
  const { benchmarks } = readManifest(join(workspace, manifest));
  const scripts = new Map(benchmarks.map(({ name, script }) => [name, script]));
  return (benchmark) => {
    const script = scripts.get(benchmark);
    if (script === undefined || !existsSync(script)) return null;
    const path = relative(workspace, script).split(sep).join('/');
    if (path.startsWith('../') || isAbsolute(path)) return null;
    const lines = readFileSync(script, 'utf8').split('\n');
    const names = /\bbench_\w+\(\s*f?["']/;
    const at = lines.findIndex((line) => names.test(line));
    return { path, line: at < 0 ? 1 : at + 1 };
  };
}

function refuse(field: string, problem: string, fix: string): never {
  throw new InputError({ where: 'settings', field, problem, fix });
}
