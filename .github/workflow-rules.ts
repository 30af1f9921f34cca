/**
 * Our own rules over workflows and actions, as parsed YAML. actionlint knows whether a workflow is right; these know
 * whether it is safe where strangers start it.
 */
import { parseDocument } from 'yaml';

/** `file: where: what is wrong`. */
export type Finding = string;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** Events that run with the rights of this repository on what strangers did. */
const PRIVILEGED_EVENTS = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
];
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
/** What leads to code of the head: its commit, branch or repository. */
const HEAD = /head|pull_request\.|workflow_run\.|\bmerge_commit|refs\/pull|inputs\./i;

export function checkWorkflow(file: string, text: string): Finding[] {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    return [`${file}: is not YAML: ${document.errors[0]!.message.split('\n')[0]}`];
  const workflow = document.toJS() as Workflow;
  const events = eventsOf(workflow);
  const isPrivileged = events.some((event) => PRIVILEGED_EVENTS.includes(event));
  const findings: Finding[] = [];
  const find = (where: string, problem: string): void => {
    findings.push(`${file}: ${where}: ${problem}`);
  };
  if (workflow.permissions === undefined)
    find('permissions', 'are not stated: begin with contents: read, or {}');
  else if (isBroad(workflow.permissions))
    find('permissions', 'are wide for all jobs: give what one needs to that job');
  for (const [name, job] of Object.entries(workflow.jobs ?? {})) {
    if (isAll(job.permissions)) find(`jobs.${name}`, 'has all permissions: name those it needs');
    if (job['timeout-minutes'] === undefined && job.uses === undefined) {
      find(`jobs.${name}`, 'has no timeout-minutes: a job that hangs costs six hours');
    }
    if (events.includes('pull_request') && writes(job.permissions)) {
      find(`jobs.${name}`, 'may write, in a workflow that runs the code of a pull request');
    }
    for (const [index, step] of (job.steps ?? []).entries()) {
      checkStep(step, isPrivileged, writes(job.permissions), (problem) =>
        find(`jobs.${name}.steps[${index}]`, problem),
      );
    }
  }
  return findings;
}

/** An action that runs on Node: its `runs`. */
export function checkAction(file: string, text: string): Finding[] {
  const { runs } = parseDocument(text).toJS() as { runs?: { using?: string; main?: string; steps?: Step[] } };
  if (runs?.using !== 'node24') return [`${file}: runs.using: is ${runs?.using}, not node24`];
  return runs.main?.startsWith('dist/') ? [] : [`${file}: runs.main: is not the bundle in dist/`];
}

function checkStep(
  step: Step,
  isPrivileged: boolean,
  mayWrite: boolean,
  find: (problem: string) => void,
): void {
  const { uses, run, with: inputs = {} } = step;
  if (uses !== undefined && !uses.startsWith('./') && !PINNED.test(uses)) {
    find(`${uses} is not pinned by a whole commit`);
  }
  // An expression is pasted into the script before the shell reads it: whatever it holds is run.
  if (run?.includes('${{')) find('has an expression inside run: hand it over by env');
  if (uses?.startsWith('actions/checkout@')) {
    const keeps = inputs['persist-credentials'];
    if (keeps !== false && !(keeps === true && mayWrite && !isPrivileged)) {
      find('stores the credentials: persist-credentials: false');
    }
    const asked = `${inputs['ref'] ?? ''} ${inputs['repository'] ?? ''}`;
    if (isPrivileged && HEAD.test(asked)) find('checks out the head in a job with rights');
  }
  const caches = uses?.startsWith('actions/cache') || 'cache' in inputs;
  if (isPrivileged && caches) find('keeps a cache in a job with rights: others could fill it');
  if (
    isPrivileged &&
    run !== undefined &&
    /\bgit\s+(fetch|checkout|pull|clone)\b|\bgh\s+pr\s+checkout\b/.test(run)
  ) {
    find('fetches code in a job with rights');
  }
}

function eventsOf({ on }: Workflow): string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys((on ?? {}) as object);
}

function isAll(permissions: unknown): boolean {
  return permissions === 'write-all' || permissions === 'read-all';
}

/** More than reading contents. */
function isBroad(permissions: unknown): boolean {
  if (typeof permissions !== 'object' || permissions === null) return true;
  return Object.entries(permissions).some(([scope, access]) => scope !== 'contents' || access !== 'read');
}

function writes(permissions: unknown): boolean {
  return (
    typeof permissions === 'object' && permissions !== null && Object.values(permissions).includes('write')
  );
}
