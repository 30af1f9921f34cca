/**
 * What the fake GitHub does on each request: the operations of the description that posting uses, on a
 * `FakeRepository`. Answers are the description's examples with what the state says filled in.
 */
import { exampleOf, type MatchedOperation } from './description.ts';
import type {
  Access,
  FakeCheckRun,
  FakeComment,
  FakePull,
  FakeRepository,
  FakeRepositoryId,
  FakeRun,
  FakeStatus,
  FakeToken,
  Scope,
} from './repository.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly repository: FakeRepository;
  readonly token: FakeToken;
  readonly origin: string;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: the description's schema has checked the body
  readonly body: any;
  readonly path: MatchedOperation['pathParameters'];
}

interface OperationRule {
  /** What the token must have; any one of several scopes is enough. */
  readonly needs: readonly Scope[];
  readonly access: Access;
  readonly run: (call: Call) => Answer;
}

const LIMITS = { commentCharacters: 65_536, descriptionCharacters: 140, checkNameCharacters: 255 };

export const OPERATIONS: Readonly<Record<string, OperationRule>> = {
  'repos/get': reads(['metadata'], ({ repository }) => ok(repositoryBody(repository.identity))),
  'users/get-authenticated': reads(['metadata'], ({ token }) =>
    token.app === null
      ? ok({ ...exampleOf('private-user-response-with-public-profile-information'), login: token.login })
      : forbidden('Resource not accessible by integration'),
  ),
  'rate-limit/get': reads(['metadata'], () => ok(exampleOf('rate-limit-overview'))),

  'checks/create': writes(['checks'], createCheckRun),
  'checks/get': reads(['checks'], (call) => withCheckRun(call, (run) => ok(checkRunBody(call, run)))),
  'checks/update': writes(['checks'], updateCheckRun),
  'checks/list-annotations': reads(['checks'], (call) =>
    withCheckRun(call, (run) =>
      page(
        call,
        run.annotations.map((each) => ({
          ...first(exampleOf('check-annotation-items')),
          start_column: null,
          end_column: null,
          title: null,
          raw_details: null,
          ...each,
        })),
      ),
    ),
  ),
  'checks/list-for-ref': reads(['checks'], (call) => {
    const { repository, path, query } = call;
    const runs = repository.checkRuns.filter(
      (run) =>
        run.headSha === path['ref'] && (!query.has('check_name') || run.name === query.get('check_name')),
    );
    return counted(
      call,
      'check_runs',
      runs.map((run) => checkRunBody(call, run)),
    );
  }),

  'issues/list-comments': reads(['issues', 'pull_requests'], (call) =>
    withPull(call, 'issue_number', (pull) =>
      page(
        call,
        call.repository.comments
          .filter((comment) => comment.issue === pull.number)
          .map((comment) => commentBody(call, comment)),
      ),
    ),
  ),
  'issues/create-comment': writes(['issues', 'pull_requests'], (call) =>
    withPull(call, 'issue_number', (pull) => {
      const problem = commentProblem(call.body.body);
      if (problem) return invalid(problem);
      const comment: FakeComment = {
        id: call.repository.newId(),
        issue: pull.number,
        login: call.token.login,
        body: call.body.body,
        edits: 0,
      };
      call.repository.comments.push(comment);
      return { status: 201, body: commentBody(call, comment) };
    }),
  ),
  'issues/get-comment': reads(['issues', 'pull_requests'], (call) =>
    withComment(call, (comment) => ok(commentBody(call, comment))),
  ),
  'issues/update-comment': writes(['issues', 'pull_requests'], (call) =>
    withComment(call, (comment) => {
      const problem = commentProblem(call.body.body);
      if (problem) return invalid(problem);
      comment.body = call.body.body;
      comment.edits += 1;
      return ok(commentBody(call, comment));
    }),
  ),
  'issues/delete-comment': writes(['issues', 'pull_requests'], (call) =>
    withComment(call, (comment) => {
      call.repository.comments.splice(call.repository.comments.indexOf(comment), 1);
      return { status: 204 };
    }),
  ),
  'issues/list-labels-on-issue': reads(['issues', 'pull_requests'], (call) =>
    withPull(call, 'issue_number', (pull) => page(call, pull.labels.map(labelBody))),
  ),
  'issues/add-labels': writes(['issues', 'pull_requests'], (call) =>
    withPull(call, 'issue_number', (pull) => {
      for (const label of call.body.labels as string[])
        if (!pull.labels.includes(label)) pull.labels.push(label);
      return ok(pull.labels.map(labelBody));
    }),
  ),

  'repos/create-commit-status': writes(['statuses'], (call) => {
    const { repository, path, body } = call;
    if (!repository.knowsCommit(path['sha']!)) return invalid(`No commit found for SHA: ${path['sha']}`);
    if ((body.description ?? '').length > LIMITS.descriptionCharacters) {
      return invalid('description is too long (maximum is 140 characters)');
    }
    const status: FakeStatus = {
      sha: path['sha']!,
      context: body.context ?? 'default',
      state: body.state,
      description: body.description ?? '',
      targetUrl: body.target_url ?? null,
    };
    repository.statuses.push(status);
    return { status: 201, body: statusBody(status, repository.newId()) };
  }),
  'repos/list-commit-statuses-for-ref': reads(['statuses'], (call) =>
    page(
      call,
      call.repository.statuses
        .filter((status) => status.sha === call.path['ref'])
        .reverse()
        .map((status, index) => statusBody(status, index + 1)),
    ),
  ),

  'pulls/get': reads(['pull_requests'], (call) =>
    withPull(call, 'pull_number', (pull) => ok(pullBody(call, pull, exampleOf('pull-request')))),
  ),
  'pulls/list': reads(['pull_requests'], (call) => {
    const { repository, query } = call;
    const state = query.get('state') ?? 'open';
    const head = query.get('head');
    const pulls = repository.pulls.filter(
      (pull) =>
        (state === 'all' || pull.state === state) &&
        (head === null || head === `${pull.headRepository?.owner ?? 'unknown'}:${pull.headRef}`),
    );
    return page(
      call,
      pulls.map((pull) => pullBody(call, pull, first(exampleOf('pull-request-simple-items')))),
    );
  }),
  // For a head in a fork this comes back empty, as on GitHub.
  'repos/list-pull-requests-associated-with-commit': reads(['pull_requests'], (call) =>
    page(
      call,
      call.repository.pulls
        .filter(
          (pull) =>
            pull.headSha === call.path['commit_sha'] &&
            pull.headRepository?.id === call.repository.identity.id,
        )
        .map((pull) => pullBody(call, pull, first(exampleOf('pull-request-simple-items')))),
    ),
  ),
  'repos/compare-commits-with-basehead': reads(['contents'], comparison),
  'repos/get-collaborator-permission-level': reads(['metadata'], ({ repository, path }) => {
    const permission = repository.collaborators.get(path['username']!) ?? 'none';
    const example = exampleOf('repository-collaborator-permission-response-if-user-has-admin-permissions');
    return ok({
      ...example,
      ...{ permission, role_name: permission },
      user: { ...(example['user'] as object), login: path['username'], role_name: permission },
    });
  }),

  'actions/get-workflow-run': reads(['actions'], (call) =>
    withRun(call, (run) => ok(runBody(call.repository, run))),
  ),
  'actions/list-workflow-runs': reads(['actions'], (call) => {
    const { repository, path, query } = call;
    const runs = repository.runs.filter(
      ({ path: file, headSha, event }) =>
        file.replace(/@.*$/, '') === `.github/workflows/${path['workflow_id']}` &&
        headSha === (query.get('head_sha') ?? headSha) &&
        event === (query.get('event') ?? event),
    );
    return counted(
      call,
      'workflow_runs',
      runs.toReversed().map((run) => runBody(repository, run)),
    );
  }),
  'actions/re-run-workflow': writes(['actions'], (call) =>
    withRun(call, (run) => {
      run.attempt += 1;
      run.status = 'queued';
      run.conclusion = null;
      return { status: 201, body: {} };
    }),
  ),
  'actions/list-workflow-run-artifacts': reads(['actions'], (call) =>
    withRun(call, (run) => {
      const wanted = call.query.get('name');
      const artifacts = call.repository.artifacts.filter(
        (artifact) => artifact.runId === run.id && (wanted === null || artifact.name === wanted),
      );
      const example = (exampleOf('artifact-paginated')['artifacts'] as Record<string, unknown>[])[0]!;
      return counted(
        call,
        'artifacts',
        artifacts.map(({ id, name, zip, expired }) => ({
          ...example,
          ...{ id, name, expired, size_in_bytes: zip.length },
          workflow_run: { id: run.id, head_sha: run.headSha, head_branch: run.headBranch },
        })),
      );
    }),
  ),
  'actions/download-artifact': reads(['actions'], ({ repository, path, origin }) => {
    const artifact = repository.artifacts.find(({ id }) => String(id) === path['artifact_id']);
    if (!artifact) return notFound();
    if (artifact.expired) return { status: 410, body: { message: 'Artifact has expired' } };
    return { status: 302, headers: { location: `${origin}/_storage/${artifact.id}` } };
  }),
};

function reads(needs: readonly Scope[], run: OperationRule['run']): OperationRule {
  return { needs, access: 'read', run };
}

function writes(needs: readonly Scope[], run: OperationRule['run']): OperationRule {
  return { needs, access: 'write', run };
}

export function mayDo(token: FakeToken, { needs, access }: OperationRule): boolean {
  return needs.some((scope) => {
    const has = scope === 'metadata' ? 'read' : token.permissions[scope];
    return has === 'write' || has === access;
  });
}

function createCheckRun(call: Call): Answer {
  const { repository, token, body } = call;
  if (token.app === null) return forbidden('You must authenticate via a GitHub App.');
  if (!repository.knowsCommit(body.head_sha)) return invalid(`No commit found for SHA: ${body.head_sha}`);
  if (body.status === 'completed' && body.conclusion === undefined) return invalid('conclusion is required');
  if (body.name.length > LIMITS.checkNameCharacters) return invalid('name is too long');
  const run: FakeCheckRun = {
    id: repository.newId(),
    name: body.name,
    headSha: body.head_sha,
    app: token.app,
    externalId: '',
    status: 'queued',
    conclusion: null,
    detailsUrl: '',
    title: '',
    summary: '',
    text: '',
    annotations: [],
    edits: 0,
  };
  const problem = fillCheckRun(run, body);
  if (problem) return invalid(problem);
  repository.checkRuns.push(run);
  return { status: 201, body: checkRunBody(call, run) };
}

function updateCheckRun(call: Call): Answer {
  return withCheckRun(call, (run) => {
    if (run.app !== call.token.app) return forbidden('Invalid app_id: not authorized for this check run');
    const problem = fillCheckRun(run, call.body);
    if (problem) return invalid(problem);
    run.edits += 1;
    return ok(checkRunBody(call, run));
  });
}

function fillCheckRun(run: FakeCheckRun, body: Call['body']): string | null {
  const output = body.output;
  if (output && output.summary === undefined) return 'output.summary is required';
  if (output && output.title === undefined) return 'output.title is required';
  run.name = body.name ?? run.name;
  run.externalId = body.external_id ?? run.externalId;
  run.detailsUrl = body.details_url ?? run.detailsUrl;
  run.status = body.conclusion ? 'completed' : (body.status ?? run.status);
  run.conclusion = run.status === 'completed' ? (body.conclusion ?? run.conclusion) : null;
  if (output) {
    run.title = output.title;
    run.summary = output.summary;
    run.text = output.text ?? '';
    run.annotations.push(...(output.annotations ?? []));
  }
  return null;
}

function comparison({ repository, path }: Call): Answer {
  const files = repository.comparisons.get(path['basehead']!);
  if (!files) return notFound();
  const example = exampleOf('commit-comparison');
  const file = (example['files'] as Record<string, unknown>[])[0]!;
  return ok({ ...example, files: files.map((filename) => ({ ...file, filename })) });
}

function withPull(call: Call, parameter: string, then: (pull: FakePull) => Answer): Answer {
  const pull = call.repository.pulls.find(({ number }) => String(number) === call.path[parameter]);
  return pull ? then(pull) : notFound();
}

function withComment(call: Call, then: (comment: FakeComment) => Answer): Answer {
  const comment = call.repository.comments.find(({ id }) => String(id) === call.path['comment_id']);
  return comment ? then(comment) : notFound();
}

function withCheckRun(call: Call, then: (run: FakeCheckRun) => Answer): Answer {
  const run = call.repository.checkRuns.find(({ id }) => String(id) === call.path['check_run_id']);
  return run ? then(run) : notFound();
}

function withRun(call: Call, then: (run: FakeRun) => Answer): Answer {
  const run = call.repository.runs.find(({ id }) => String(id) === call.path['run_id']);
  return run ? then(run) : notFound();
}

/** One page of a list, with the `link` header that leads to the next. */
function page(call: Call, items: readonly unknown[]): Answer {
  const { shown, headers } = slice(call, items);
  return { status: 200, body: shown, headers };
}

function counted(call: Call, key: string, items: readonly unknown[]): Answer {
  const { shown, headers } = slice(call, items);
  return { status: 200, body: { total_count: items.length, [key]: shown }, headers };
}

function slice(
  { query, origin }: Call,
  items: readonly unknown[],
): { shown: readonly unknown[]; headers: Record<string, string> } {
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100);
  const current = Number(query.get('page') ?? 1);
  const shown = items.slice((current - 1) * perPage, current * perPage);
  const more = items.length > current * perPage;
  const next = new URLSearchParams(query);
  next.set('page', String(current + 1));
  return { shown, headers: more ? { link: `<${origin}{path}?${next}>; rel="next"` } : {} };
}

function checkRunBody({ repository }: Call, run: FakeCheckRun): unknown {
  const example = exampleOf('check-run');
  return {
    ...example,
    id: run.id,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    status: run.status,
    conclusion: run.conclusion,
    completed_at: run.status === 'completed' ? example['completed_at'] : null,
    details_url: run.detailsUrl || null,
    html_url: `${htmlUrl(repository.identity)}/runs/${run.id}`,
    app: { ...(example['app'] as object), slug: run.app },
    output: {
      title: run.title || null,
      summary: run.summary || null,
      text: run.text || null,
      annotations_count: run.annotations.length,
      annotations_url: `https://api.github.com/check-runs/${run.id}/annotations`,
    },
  };
}

function commentBody({ repository }: Call, comment: FakeComment): unknown {
  const example = exampleOf('issue-comment');
  return {
    ...example,
    id: comment.id,
    body: comment.body,
    html_url: `${htmlUrl(repository.identity)}/pull/${comment.issue}#issuecomment-${comment.id}`,
    user: { ...(example['user'] as object), login: comment.login },
  };
}

function statusBody({ context, state, description, targetUrl }: FakeStatus, id: number): unknown {
  return { ...exampleOf('status'), id, context, state, description, target_url: targetUrl };
}

function labelBody(name: string): unknown {
  return { ...(first(exampleOf('label-items')) as object), name };
}

function pullBody({ repository }: Call, pull: FakePull, example: Record<string, unknown>): unknown {
  const head = example['head'] as Record<string, unknown>;
  const base = example['base'] as Record<string, unknown>;
  return {
    ...example,
    number: pull.number,
    state: pull.state,
    html_url: `${htmlUrl(repository.identity)}/pull/${pull.number}`,
    user: { ...(example['user'] as object), login: pull.author },
    labels: pull.labels.map(labelBody),
    requested_teams: [],
    head: {
      ...head,
      ref: pull.headRef,
      sha: pull.headSha,
      label: `${pull.headRepository?.owner ?? 'unknown'}:${pull.headRef}`,
      repo: pull.headRepository && withIdentity(head['repo'] as object, pull.headRepository),
    },
    base: {
      ...base,
      ref: pull.baseRef,
      sha: pull.baseSha,
      label: `${repository.identity.owner}:${pull.baseRef}`,
      repo: withIdentity(base['repo'] as object, repository.identity),
    },
  };
}

function runBody(repository: FakeRepository, run: FakeRun): unknown {
  const example = exampleOf('workflow-run');
  const minimal = example['repository'] as Record<string, unknown>;
  return {
    ...example,
    id: run.id,
    run_attempt: run.attempt,
    event: run.event,
    path: run.path,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    html_url: `${htmlUrl(repository.identity)}/actions/runs/${run.id}`,
    pull_requests: run.pullRequests.map((number) => pullReference(repository, number)),
    repository: withIdentity(minimal, repository.identity),
    head_repository: run.headRepository && withIdentity(minimal, run.headRepository),
  };
}

function pullReference({ identity }: FakeRepository, number: number): unknown {
  const repo = { id: identity.id, name: identity.name, url: htmlUrl(identity) };
  const side = { ref: 'main', sha: '0'.repeat(40), repo };
  return { id: number, number, url: `${htmlUrl(identity)}/pulls/${number}`, head: side, base: side };
}

function repositoryBody(identity: FakeRepositoryId): unknown {
  // The example repository is a fork of others, whose descriptions are incomplete.
  const { source: _source, parent: _parent, ...example } = exampleOf('full-repository-default-response');
  return withIdentity({ ...example, fork: false, language: null }, identity);
}

function withIdentity(example: object, { id, owner, name }: FakeRepositoryId): unknown {
  const minimal = example as Record<string, unknown>;
  return {
    ...minimal,
    id,
    name,
    full_name: `${owner}/${name}`,
    owner: { ...(minimal['owner'] as object), login: owner },
  };
}

function htmlUrl({ owner, name }: FakeRepositoryId): string {
  return `https://github.com/${owner}/${name}`;
}

function commentProblem(body: string): string | null {
  if (body.trim() === '') return 'Body cannot be blank';
  if ([...body].length > LIMITS.commentCharacters) return 'Body is too long (maximum is 65536 characters)';
  return null;
}

function first(list: unknown): Record<string, unknown> {
  return (list as Record<string, unknown>[])[0]!;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function invalid(message: string): Answer {
  return {
    status: 422,
    body: { message: `Validation Failed: ${message}`, documentation_url: 'https://docs.github.com/rest' },
  };
}

function forbidden(message: string): Answer {
  return { status: 403, body: { message, documentation_url: 'https://docs.github.com/rest' } };
}

function notFound(): Answer {
  return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } };
}
