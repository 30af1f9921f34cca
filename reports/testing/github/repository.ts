/** What the fake GitHub remembers: one repository with its pull requests, runs, artifacts, checks and comments. */

export interface FakeRepositoryId {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

export interface FakePull {
  readonly number: number;
  state: 'open' | 'closed';
  readonly headRef: string;
  headSha: string;
  /** Null: the fork was deleted. */
  headRepository: FakeRepositoryId | null;
  readonly baseRef: string;
  baseSha: string;
  labels: string[];
  readonly author: string;
}

export interface FakeRun {
  readonly id: number;
  attempt: number;
  event: string;
  path: string;
  headBranch: string;
  headSha: string;
  headRepository: FakeRepositoryId | null;
  status: string;
  conclusion: string | null;
  /** What `workflow_run.pull_requests` says: empty for forks, whatever a test wants for a lie. */
  pullRequests: number[];
}

export interface FakeArtifact {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly zip: Uint8Array;
  expired: boolean;
}

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  readonly login: string;
  body: string;
  /** Times that it was edited. */
  edits: number;
}

export interface FakeAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title?: string;
  readonly message: string;
}

export interface FakeCheckRun {
  readonly id: number;
  name: string;
  readonly headSha: string;
  /** Slug of the app whose token made it. */
  readonly app: string;
  externalId: string;
  status: string;
  conclusion: string | null;
  detailsUrl: string;
  title: string;
  summary: string;
  text: string;
  annotations: FakeAnnotation[];
  edits: number;
}

export interface FakeStatus {
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string | null;
}

export type Access = 'read' | 'write';
export type Scope = 'actions' | 'checks' | 'contents' | 'issues' | 'pull_requests' | 'statuses' | 'metadata';

/** A token, what it may do, and as whom it acts. */
export interface FakeToken {
  readonly login: string;
  /** Null: a person's token, which cannot make check runs. */
  readonly app: string | null;
  readonly permissions: Readonly<Partial<Record<Scope, Access>>>;
  expired: boolean;
}

export class FakeRepository {
  readonly identity: FakeRepositoryId;
  readonly pulls: FakePull[] = [];
  readonly runs: FakeRun[] = [];
  readonly artifacts: FakeArtifact[] = [];
  readonly comments: FakeComment[] = [];
  readonly checkRuns: FakeCheckRun[] = [];
  readonly statuses: FakeStatus[] = [];
  /** `admin`, `write`, `read` or `none`, by login. */
  readonly collaborators = new Map<string, string>();
  readonly tokens = new Map<string, FakeToken>();
  /** Commits that exist here besides the heads and bases of pull requests and runs. */
  readonly commits = new Set<string>();
  /** Files that differ, by `BASE...HEAD`. */
  readonly comparisons = new Map<string, readonly string[]>();
  #lastId = 1000;

  constructor(identity: FakeRepositoryId) {
    this.identity = identity;
  }

  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  knowsCommit(sha: string): boolean {
    return (
      this.commits.has(sha) ||
      this.pulls.some((pull) => pull.headSha === sha || pull.baseSha === sha) ||
      this.runs.some((run) => run.headSha === sha)
    );
  }
}
