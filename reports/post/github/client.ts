/**
 * The one client of GitHub: octokit with its retry and throttling plugins, and three things they lack.
 *
 * - Each attempt ends after `timeoutSeconds`; fetch by itself waits for minutes.
 * - A plain 429 (or a 403 with Retry-After) that is not one of the two limits that octokit knows is waited out here:
 *   the throttling plugin ignores it, and the retry plugin, which is told to leave 429 alone, would not
 *   honour Retry-After.
 * - An answer whose body was cut off fails like a connection that was reset: octokit by itself hands on what came.
 *
 * No wait is longer than `MAX_WAIT_SECONDS`, none is made more than twice: a job that sleeps until the limit of an hour
 * resets costs more than a red run that says so.
 */
import { Octokit, RequestError } from 'octokit';
import { PostError } from '../problem.ts';

export type GitHubClient = Octokit;

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface ClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or that of an Enterprise server. */
  readonly apiUrl?: string;
  readonly timeoutSeconds?: number;
  /** Tests make a second shorter. */
  readonly millisecondsPerSecond?: number;
  /** For octokit's throttling plugin; tests take the second between two writes away. */
  readonly throttle?: Readonly<Record<string, unknown>>;
  readonly log?: (message: string) => void;
}

const MAX_WAIT_SECONDS = 90;
const MAX_WAITS = 2;
/** Where a 429 does not say how long. */
const FALLBACK_WAIT_SECONDS = 10;

export function createClient(options: ClientOptions): GitHubClient {
  const { token, apiUrl, timeoutSeconds = 30, millisecondsPerSecond = 1000, log = () => {} } = options;
  const wait = (what: string) => (retryAfter: number, request: object, _client: unknown, tries: number) => {
    const { method, url } = request as { method: string; url: string };
    const again = retryAfter <= MAX_WAIT_SECONDS && tries < MAX_WAITS;
    log(`${what} on ${method} ${url}: ${again ? `waiting ${retryAfter} s` : 'not waiting'}`);
    return again;
  };
  const client = new Octokit({
    auth: token,
    userAgent: 'stage-report',
    ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }),
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetchWhole(url, { ...init, signal: AbortSignal.timeout(timeoutSeconds * millisecondsPerSecond) }),
    },
    retry: {
      doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451],
      retryAfterBaseValue: millisecondsPerSecond,
    },
    throttle: {
      retryAfterBaseValue: millisecondsPerSecond,
      onRateLimit: wait('rate limit'),
      onSecondaryRateLimit: wait('secondary rate limit'),
      ...options.throttle,
    },
    log: { debug: () => {}, info: () => {}, warn: log, error: log },
  });
  client.hook.wrap('request', async (request, parameters) => {
    for (let waits = 0; ; waits++) {
      try {
        return await request(parameters);
      } catch (error) {
        const seconds = plainLimitSeconds(error);
        if (seconds === null || seconds > MAX_WAIT_SECONDS || waits === MAX_WAITS) throw error;
        log(
          `${(error as RequestError).status} on ${parameters.method} ${parameters.url}: waiting ${seconds} s`,
        );
        await new Promise((resolve) => setTimeout(resolve, seconds * millisecondsPerSecond));
      }
    }
  });
  return client;
}

async function fetchWhole(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  const { status, statusText, headers } = answer;
  const body = await answer.arrayBuffer();
  const mayHaveBody = ![204, 205, 304].includes(status);
  const whole = new Response(mayHaveBody ? body : null, { status, statusText, headers });
  // Pagination reads it.
  return Object.defineProperty(whole, 'url', { value: answer.url });
}

/** Did a request fail in a way that leaves open whether GitHub carried it out? */
export function mayHaveBeenStored(error: unknown): boolean {
  return error instanceof RequestError ? error.status >= 500 : !(error instanceof PostError);
}

export function statusOf(error: unknown): number | null {
  return error instanceof RequestError ? error.status : null;
}

/** An error of a request as a person needs it: what was asked, what came back, what to do. */
export function requestProblem(doing: string, error: unknown): PostError {
  if (error instanceof PostError) return error;
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return new PostError('REQUEST_FAILED', `${doing} failed: ${describe(status, message)}`, { cause: error });
}

function describe(status: number | null, message: string): string {
  const said = message.replace(/ - https:\/\/docs\.github\.com\S*$/, '');
  if (status === 401) return `${said} (401): the token has expired or is wrong; run the job again`;
  if (status === 403 && /not accessible|Must have/i.test(said)) {
    return `${said} (403): give the job the permissions that the workflow in the README has`;
  }
  if (status === 403 || status === 429)
    return `${said} (${status}): GitHub limits requests; run the job again later`;
  if (status !== null && status >= 500)
    return `${said} (${status}): GitHub did not answer; run the job again`;
  return status === null ? said : `${said} (${status})`;
}

/** Seconds to wait for a limit that octokit's throttling does not know, or null. */
function plainLimitSeconds(error: unknown): number | null {
  if (!(error instanceof RequestError) || !error.response) return null;
  const { status, response } = error;
  const retryAfter = response.headers['retry-after'];
  if (status !== 429 && !(status === 403 && retryAfter !== undefined)) return null;
  if (/\bsecondary rate\b/i.test(error.message) || response.headers['x-ratelimit-remaining'] === '0')
    return null;
  const seconds = Number(retryAfter);
  return retryAfter === undefined || !Number.isFinite(seconds) ? FALLBACK_WAIT_SECONDS : seconds;
}
