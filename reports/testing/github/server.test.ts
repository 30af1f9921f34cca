/** The fake GitHub refuses what GitHub refuses, and answers as GitHub's own description says. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BASE, FIRST_HEAD, LOGIN, openScene, type Scene, TOKEN } from '../scene.ts';
import { FAULTS } from './faults.ts';
import { OPERATIONS } from './operations.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server says
  readonly body: any;
}

async function ask(method: string, path: string, body?: unknown, token = TOKEN): Promise<Reply> {
  const response = await fetch(`${scene.github.url}${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

const repo = '/repos/octo/engine';
const completed = { name: 'gate', head_sha: FIRST_HEAD, status: 'completed', conclusion: 'success' };

async function refusalOf(method: string, path: string, body?: unknown, token = TOKEN): Promise<string> {
  const { status, body: answer } = await ask(method, path, body, token);
  return `${status} ${answer.message}`;
}

describe('requests', () => {
  test('of the right form are carried out, and the answers fit the description', async () => {
    const check = await ask('POST', `${repo}/check-runs`, completed);
    expect([check.status, check.body.name, check.body.app.slug]).toEqual([201, 'gate', 'github-actions']);
    const comment = await ask('POST', `${repo}/issues/7/comments`, { body: 'hello' });
    expect([comment.status, comment.body.user.login]).toEqual([201, LOGIN]);
    await ask('PATCH', `${repo}/issues/comments/${comment.body.id}`, { body: 'hello again' });
    await ask('POST', `${repo}/statuses/${FIRST_HEAD}`, { state: 'success', context: 'gate' });
    await ask('POST', `${repo}/issues/7/labels`, { labels: ['fine'] });
    const paths = [
      ...['', '/pulls/7', '/pulls?state=open&head=mallory%3Afaster', '/actions/runs/500'],
      ...['/actions/runs/500/artifacts', '/issues/7/labels', '/issues/7/comments'],
      ...[
        `/commits/${FIRST_HEAD}/statuses`,
        `/commits/${FIRST_HEAD}/check-runs`,
        `/commits/${FIRST_HEAD}/pulls`,
      ],
      '/collaborators/maintainer/permission',
    ];
    for (const path of paths)
      expect([path, (await ask('GET', `${repo}${path}`)).status]).toEqual([path, 200]);
    scene.repository.comparisons.set(`${BASE}...${FIRST_HEAD}`, ['a.txt']);
    const comparison = await ask('GET', `${repo}/compare/${BASE}...${FIRST_HEAD}`);
    expect(comparison.body.files.map((file: { filename: string }) => file.filename)).toEqual(['a.txt']);
    expect(scene.github.defects).toEqual([]);
  });

  test('with a misspelt, missing or unknown field are refused', async () => {
    const { headSha: _, ...rest } = { ...completed, headSha: 'x' };
    expect(await refusalOf('POST', `${repo}/check-runs`, { ...rest, conclusionn: 'success' })).toBe(
      '422 Invalid request: unknown property "conclusionn"',
    );
    expect(await refusalOf('POST', `${repo}/issues/7/comments`, {})).toBe(
      "422 Invalid request: body must have required property 'body'",
    );
    expect(await refusalOf('GET', `${repo}/pulls?heads=a`)).toBe(
      '422 Invalid request: unknown query parameter "heads"',
    );
  });

  test('beyond what the description knows are refused as GitHub refuses them', async () => {
    const { conclusion: _, ...unfinished } = completed;
    const cases: readonly [string, string, unknown, string][] = [
      ['POST', '/check-runs', unfinished, '422 Validation Failed: conclusion is required'],
      [
        'POST',
        '/check-runs',
        { ...completed, head_sha: 'f'.repeat(40) },
        `422 Validation Failed: No commit found for SHA: ${'f'.repeat(40)}`,
      ],
      [
        'POST',
        '/issues/7/comments',
        { body: 'x'.repeat(65_537) },
        '422 Validation Failed: Body is too long (maximum is 65536 characters)',
      ],
      [
        'POST',
        `/statuses/${FIRST_HEAD}`,
        { state: 'success', description: 'x'.repeat(141) },
        '422 Validation Failed: description is too long (maximum is 140 characters)',
      ],
      ['POST', '/issues/8/comments', { body: 'x' }, '404 Not Found'],
    ];
    for (const [method, path, body, refusal] of cases) {
      expect(await refusalOf(method, `${repo}${path}`, body)).toBe(refusal);
    }
    const long = { title: 't', summary: 'x'.repeat(65_536) };
    expect(await refusalOf('POST', `${repo}/check-runs`, { ...completed, output: long })).toContain(
      'must NOT have more than',
    );
    const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' };
    const many = { title: 't', summary: 's', annotations: Array.from({ length: 51 }, () => annotation) };
    expect(await refusalOf('POST', `${repo}/check-runs`, { ...completed, output: many })).toContain(
      'more than 50 items',
    );
  });

  test('without the token, the permission or the app are refused', async () => {
    expect(await refusalOf('GET', `${repo}/pulls/7`, undefined, 'stolen')).toBe('401 Bad credentials');
    scene.repository.tokens.set('reader', { ...scene.token, permissions: { pull_requests: 'read' } });
    expect(await refusalOf('POST', `${repo}/issues/7/comments`, { body: 'x' }, 'reader')).toBe(
      '403 Resource not accessible by integration',
    );
    scene.repository.tokens.set('person', { ...scene.token, app: null });
    expect(await refusalOf('POST', `${repo}/check-runs`, completed, 'person')).toBe(
      '403 You must authenticate via a GitHub App.',
    );
    expect(await refusalOf('GET', '/user')).toBe('403 Resource not accessible by integration');
    expect(await refusalOf('GET', '/repos/octo/other')).toBe('404 Not Found');
  });

  test('for lists come in pages that link to the next', async () => {
    for (let i = 0; i < 3; i++) await ask('POST', `${repo}/issues/7/comments`, { body: `number ${i}` });
    const response = await fetch(`${scene.github.url}${repo}/issues/7/comments?per_page=2`, {
      headers: { authorization: `token ${TOKEN}` },
    });
    expect(response.headers.get('link')).toBe(
      `<${scene.github.url}${repo}/issues/7/comments?per_page=2&page=2>; rel="next"`,
    );
  });
});

describe('faults', () => {
  test('strike the planned request only; those after store have taken effect', async () => {
    scene.github.planFaults({ at: 1, fault: '502 after store' });
    await ask('POST', `${repo}/issues/7/comments`, { body: 'one' });
    expect(await refusalOf('POST', `${repo}/issues/7/comments`, { body: 'two' })).toBe('502 Server Error');
    await ask('POST', `${repo}/issues/7/comments`, { body: 'three' });
    expect(scene.repository.comments.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  });

  test('of every kind look to a client like what they are', async () => {
    const seen: Record<string, string> = {};
    for (const fault of Object.keys(FAULTS) as (keyof typeof FAULTS)[]) {
      scene.token.expired = false;
      scene.github.planFaults({ at: 0, fault });
      const signal = AbortSignal.timeout(100);
      seen[fault] = await fetch(`${scene.github.url}${repo}/pulls/7`, {
        ...{ signal, headers: { authorization: `token ${TOKEN}` } },
      }).then(
        async (response) =>
          response.text().then(
            () => String(response.status),
            () => 'cut off',
          ),
        (error: Error) => (error.name === 'TimeoutError' ? 'timeout' : 'reset'),
      );
    }
    expect(seen).toEqual({
      '429 with Retry-After': '429',
      '429 without Retry-After': '429',
      '403 secondary limit with Retry-After': '403',
      '403 secondary limit without Retry-After': '403',
      '403 primary limit': '403',
      '429 with an hour to wait': '429',
      '500': '500',
      '502': '502',
      '500 after store': '500',
      '502 after store': '502',
      'connection reset': 'reset',
      'connection reset after store': 'reset',
      'answer cut off': 'cut off',
      'slow answer': 'timeout',
      'expired token': '401',
      'missing permission': '403',
    });
  });
});

test('every operation that the fake does is one of the description', async () => {
  const { findOperation } = await import('./description.ts');
  expect(findOperation('POST', `${repo}/actions/runs/1/rerun`)?.id).toBe('actions/re-run-workflow');
  expect(Object.keys(OPERATIONS).length).toBeGreaterThan(20);
});
