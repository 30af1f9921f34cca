/** Our rules over workflows: this repository's keep them, and each is one that a workflow can break. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkAction, checkWorkflow } from './workflow-rules.ts';

const here = dirname(fileURLToPath(import.meta.url));
const workflows = readdirSync(join(here, 'workflows'));
const read = (name: string): string => readFileSync(join(here, 'workflows', name), 'utf8');

describe('this repository', () => {
  test.each(workflows)('%s keeps every rule', (name) => {
    expect(checkWorkflow(name, read(name))).toEqual([]);
  });

  test('has the workflows that the README names', () => {
    expect(workflows.sort()).toEqual([
      'calibrate.yml',
      'ci.yml',
      'dashboard.yml',
      'gate-report.yml',
      'gate.yml',
    ]);
  });

  test('has an action for Node 24 that runs its bundle', () => {
    expect(
      checkAction('action.yml', readFileSync(join(here, 'actions/stage-gate/action.yml'), 'utf8')),
    ).toEqual([]);
  });

  test('measures without rights, and posts without code of the head', () => {
    expect(read('gate.yml')).not.toMatch(/secrets\.|github\.token|: write/);
    expect(read('gate-report.yml').match(/(?<=^ +(?:- )?)uses: .*/gm)).toEqual([
      'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
      'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
      'uses: ./.stage-report/.github/actions/stage-gate',
    ]);
    expect(read('gate-report.yml').match(/(?<=^ +)(?:ref|repository): .*/gm)).toEqual([
      'ref: ${{ github.event.repository.default_branch }}',
      'repository: ${{ job.workflow_repository || github.repository }}',
      'ref: ${{ job.workflow_sha || github.workflow_sha }}',
    ]);
    expect(read('gate-report.yml')).not.toMatch(/\brun:/);
  });
});

test('keeps the results of pull requests out of the history', () => {
  const appending = workflows.filter((name) => /\bappend\b.*--branch/.test(read(name)));
  expect(appending).toEqual(['dashboard.yml']);
  const { on } = parse(read('dashboard.yml')) as { on: Record<string, unknown> };
  expect(Object.keys(on)).toEqual(['push', 'release', 'workflow_dispatch', 'workflow_call']);
  expect(on['push']).toEqual({ branches: ['main'] });
});

test('writers wait for each other, and none that waits is dropped', () => {
  const concurrency = (name: string, job?: string): unknown => {
    const workflow = parse(read(name));
    return (job === undefined ? workflow : workflow.jobs[job]).concurrency;
  };
  const waiting = { 'cancel-in-progress': false, queue: 'max' };
  expect(concurrency('gate-report.yml', 'report')).toMatchObject(waiting);
  expect(concurrency('dashboard.yml')).toMatchObject(waiting);
});

test.each(['gate.yml', 'gate-report.yml', 'dashboard.yml', 'calibrate.yml'])(
  '%s can be called from other repositories, with their own roadmap and benchmarks',
  (name) => {
    const { inputs } = parse(read(name)).on.workflow_call;
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(['roadmap', 'manifest', 'suite']));
    if (name !== 'gate-report.yml') {
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(['build', 'engine', 'stages']));
    }
  },
);

test('the workflows that the README gives others keep every rule too', () => {
  const readme = readFileSync(join(here, '..', 'README.md'), 'utf8');
  const given = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
  expect(given.flatMap((text, index) => checkWorkflow(`README ${index}`, text))).toEqual([]);
  expect(given).toHaveLength(2);
});

describe('a rule', () => {
  const workflow = (on: string, job: string, head = 'permissions: { contents: read }'): string[] =>
    checkWorkflow(
      'w.yml',
      `on: ${on}\n${head}\njobs:\n  a:\n    timeout-minutes: 5\n${job.replace(/^/gm, '    ')}`,
    );
  const sha = 'a'.repeat(40);

  test('wants actions pinned by a whole commit', () => {
    expect(
      workflow('push', 'steps:\n  - uses: actions/setup-node@v4\n  - uses: o/r@abc123\n  - uses: ./here'),
    ).toEqual([
      'w.yml: jobs.a.steps[0]: actions/setup-node@v4 is not pinned by a whole commit',
      'w.yml: jobs.a.steps[1]: o/r@abc123 is not pinned by a whole commit',
    ]);
  });

  test('lets no expression stand inside run', () => {
    expect(workflow('push', `steps:\n  - run: echo "\${{ github.event.issue.title }}"`)).toEqual([
      'w.yml: jobs.a.steps[0]: has an expression inside run: hand it over by env',
    ]);
  });

  test('wants permissions stated, few, and given to jobs', () => {
    expect(workflow('push', 'steps: []', '')).toEqual([
      'w.yml: permissions: are not stated: begin with contents: read, or {}',
    ]);
    expect(workflow('push', 'steps: []', 'permissions: { contents: write }')).toHaveLength(1);
    expect(workflow('push', 'steps: []', 'permissions: write-all')).toHaveLength(1);
    expect(workflow('push', 'permissions: write-all\nsteps: []')).toEqual([
      'w.yml: jobs.a: has all permissions: name those it needs',
    ]);
  });

  test('lets a job that runs the code of a pull request write nothing', () => {
    expect(workflow('[pull_request]', 'permissions: { checks: write }\nsteps: []')).toEqual([
      'w.yml: jobs.a: may write, in a workflow that runs the code of a pull request',
    ]);
  });

  const checkout = (inputs: string): string =>
    `steps:\n  - uses: actions/checkout@${sha}\n    with: { ${inputs} }`;

  test('wants no credentials stored, but where a job pushes', () => {
    const stored = ['w.yml: jobs.a.steps[0]: stores the credentials: persist-credentials: false'];
    expect(workflow('push', checkout(''))).toEqual(stored);
    expect(workflow('push', checkout('persist-credentials: true'))).toEqual(stored);
    const pushing = `permissions: { contents: write }\n${checkout('persist-credentials: true')}`;
    expect(workflow('push', pushing)).toEqual([]);
    expect(workflow('workflow_run', pushing)).toEqual(stored);
  });

  test.each([
    'github.event.pull_request.head.sha',
    'github.event.workflow_run.head_sha',
    'github.head_ref',
    'github.event.pull_request.merge_commit_sha',
    'inputs.ref',
    'github.event.workflow_run.head_branch',
  ])('lets a job with rights check out no head: %s', (expression) => {
    const text = checkout(`persist-credentials: false, ref: '\${{ ${expression} }}'`);
    const refused = ['w.yml: jobs.a.steps[0]: checks out the head in a job with rights'];
    for (const event of ['workflow_run', 'pull_request_target', 'issue_comment']) {
      expect(workflow(event, text)).toEqual(refused);
    }
    expect(workflow('pull_request', text)).toEqual([]);
  });

  test('lets a job with rights fetch no code, and keep no cache', () => {
    const run = 'steps:\n  - run: gh pr checkout "$N"\n  - run: git fetch origin x';
    expect(workflow('issue_comment', run)).toHaveLength(2);
    const cache = `steps:\n  - uses: actions/cache@${sha}\n  - uses: actions/setup-node@${sha}\n    with: { cache: npm }`;
    expect(workflow('workflow_run', cache)).toHaveLength(2);
    expect(workflow('push', cache)).toEqual([]);
  });

  test('wants every job to end some time, and the file to be YAML', () => {
    expect(checkWorkflow('w.yml', 'on: push\npermissions: {}\njobs: { a: { steps: [] } }')).toEqual([
      'w.yml: jobs.a: has no timeout-minutes: a job that hangs costs six hours',
    ]);
    expect(checkWorkflow('w.yml', 'on: push\non: push')).toEqual([
      'w.yml: is not YAML: Map keys must be unique at line 2, column 1:',
    ]);
  });

  test('wants the action bundled, on the Node it is tested with', () => {
    expect(checkAction('a.yml', 'runs: { using: node20, main: dist/i.js }')).toHaveLength(1);
    expect(checkAction('a.yml', 'runs: { using: node24, main: ../reports/x.ts }')).toHaveLength(1);
  });
});
