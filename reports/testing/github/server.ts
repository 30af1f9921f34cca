/**
 * A GitHub for tests: keeps state, refuses what GitHub refuses, checks both sides against GitHub's own
 * description, and fails on demand. It listens on a port of this machine and starts within a tenth of a second.
 *
 *     const github = await startGitHub(repository);
 *     …point a client at github.url…
 *     await github.close();
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkAnswer, checkRequest, findOperation, type MatchedOperation } from './description.ts';
import { FAULTS, type Fault, type PlannedFault } from './faults.ts';
import { type Answer, mayDo, OPERATIONS } from './operations.ts';
import type { FakeRepository } from './repository.ts';

export interface LoggedRequest {
  readonly method: string;
  /** Such as `checks/create`, `storage` for the bytes of an artifact, or `unknown`. */
  readonly operation: string;
  readonly path: string;
  readonly status: number | 'reset' | 'slow';
}

export interface FakeGitHub {
  readonly url: string;
  readonly repository: FakeRepository;
  /** Every request so far, in order. */
  readonly requests: readonly LoggedRequest[];
  /** What the fake itself did wrong: answers that the description refuses. Empty, or the test proves nothing. */
  readonly defects: readonly string[];
  /** From now on; request numbers count from the call. */
  planFaults(...faults: readonly PlannedFault[]): void;
  close(): Promise<void>;
}

export async function startGitHub(repository: FakeRepository): Promise<FakeGitHub> {
  const requests: LoggedRequest[] = [];
  const defects: string[] = [];
  let planned: readonly PlannedFault[] = [];
  let offset = 0;

  const server = createServer((request, response) => {
    const index = requests.length - offset;
    const entry = {
      method: request.method!,
      operation: 'unknown',
      path: request.url!,
      status: 0 as LoggedRequest['status'],
    };
    requests.push(entry);
    const plan = planned.find(({ at, times = 1 }) => index >= at && index < at + times);
    void answer(request, response, plan ? FAULTS[plan.fault] : null, entry);
  });

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    fault: Fault | null,
    entry: { operation: string; status: LoggedRequest['status'] },
  ): Promise<void> {
    const url = new URL(request.url!, origin());
    const text = await bodyOf(request);
    const stored = fault === null || fault.kind === 'cut off' || ('stored' in fault && fault.stored);
    const token = tokenOf(request);
    if (fault?.kind === 'expired token' && token) token.expired = true;
    const result =
      fault?.kind === 'missing permission'
        ? refuse(403, 'Resource not accessible by integration')
        : stored || fault.kind === 'expired token'
          ? handle(request, url, text, entry)
          : null;
    if (fault?.kind === 'reset') {
      entry.status = 'reset';
      request.socket.destroy();
    } else if (fault?.kind === 'slow') {
      // Never answered: the client gives up, or the closing of the server ends it.
      entry.status = 'slow';
    } else if (fault?.kind === 'answer') send(fault.answer, response, entry, false);
    else send(result!, response, entry, fault?.kind === 'cut off');
  }

  function handle(
    request: IncomingMessage,
    url: URL,
    text: string,
    entry: { operation: string },
  ): Answer & { bytes?: Uint8Array } {
    const method = request.method!;
    const storage = /^\/_storage\/(\d+)$/.exec(url.pathname);
    if (storage) {
      entry.operation = 'storage';
      const artifact = repository.artifacts.find(({ id }) => String(id) === storage[1]);
      return artifact
        ? { status: 200, bytes: artifact.zip, headers: { 'content-type': 'application/zip' } }
        : refuse(404, 'gone');
    }
    const match = findOperation(method, url.pathname);
    if (!match) return refuse(404, `the fake has no ${method} ${url.pathname}`);
    entry.operation = match.id;
    const rule = OPERATIONS[match.id];
    if (!rule) return refuse(501, `the fake does not do ${match.id}`);
    const token = tokenOf(request);
    if (!token || token.expired) return refuse(401, 'Bad credentials');
    if (!isThisRepository(match)) return refuse(404, 'Not Found');
    if (!mayDo(token, rule)) return refuse(403, 'Resource not accessible by integration');
    let body: unknown;
    try {
      body = text === '' ? undefined : JSON.parse(text);
    } catch {
      return refuse(400, 'Problems parsing JSON');
    }
    const problem = checkRequest(match, method, url.searchParams, body ?? {});
    if (problem) return refuse(422, `Invalid request: ${problem}`);
    const given = rule.run({
      repository,
      token,
      origin: origin(),
      query: url.searchParams,
      body,
      path: match.pathParameters,
    });
    const drift = checkAnswer(match, method, given.status, given.body);
    if (drift) defects.push(`${match.id} ${given.status}: ${drift}`);
    const link = given.headers?.['link'];
    return link ? { ...given, headers: { link: link.replace('{path}', url.pathname) } } : given;
  }

  function isThisRepository({ pathParameters: { owner, repo } }: MatchedOperation): boolean {
    const { identity } = repository;
    return owner === undefined || (owner === identity.owner && repo === identity.name);
  }

  function tokenOf(request: IncomingMessage) {
    const header = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '');
    return header ? repository.tokens.get(header[1]!) : undefined;
  }

  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: origin(),
    repository,
    requests,
    defects,
    planFaults(...faults) {
      planned = faults;
      offset = requests.length;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(
  { status, headers = {}, body, ...rest }: Answer & { bytes?: Uint8Array },
  response: ServerResponse,
  entry: { status: LoggedRequest['status'] },
  cutOff: boolean,
): void {
  entry.status = status;
  const bytes = rest.bytes ?? Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, {
    ...type,
    ...headers,
    ...(status === 204 ? {} : { 'content-length': bytes.length }),
  });
  if (!cutOff) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function refuse(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
