/** Comment, check run and status on the fake GitHub: each made once, then updated, whatever goes wrong in between. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FIRST_HEAD, LOGIN, OWNER, openScene, REPO, type Scene } from '../../testing/scene.ts';
import { type CheckContent, putCheckRun } from './check-run.ts';
import { findStickyComment, putStickyComment, stickyMarker } from './comment.ts';
import { postStatus } from './status.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  await scene.close();
  expect(scene.github.defects).toEqual([]);
});

const place = { owner: OWNER, repo: REPO, pull: 7, suite: 'default', login: LOGIN };
const body = (text: string): string => `${stickyMarker('default')}\n${text}`;

async function comment(text: string) {
  return putStickyComment(scene.client, place, body(text), await findStickyComment(scene.client, place));
}

const checkPlace = { owner: OWNER, repo: REPO, name: 'stage-gate', suite: 'default', headSha: FIRST_HEAD };
const annotation = (line: number) => ({
  ...{ path: 'suite.py', start_line: line, end_line: line, annotation_level: 'failure' as const },
  ...{ title: 'slower', message: `line ${line}` },
});
const content = (changes: Partial<CheckContent> = {}): CheckContent => ({
  ...{ conclusion: 'failure', title: 'FAIL', summary: 'summary', text: 'text' },
  ...{
    detailsUrl: 'https://github.com/octo/engine/actions/runs/500',
    runId: 500,
    attempt: 1,
    annotations: [],
  },
  ...changes,
});
const operations = (): string[] => scene.github.requests.map(({ operation }) => operation);

describe('the sticky comment', () => {
  test('is made once and edited from then on', async () => {
    await comment('first');
    await comment('second');
    expect(scene.repository.comments).toMatchObject([{ login: LOGIN, body: body('second'), edits: 1 }]);
  });

  test('is left alone when nothing changed', async () => {
    await comment('same');
    await comment('same');
    expect(scene.repository.comments[0]!.edits).toBe(0);
  });

  test('is known by marker and login: another’s comment with our marker is not ours', async () => {
    const foreign = { id: 1, issue: 7, login: 'mallory', body: body('PASS, trust me'), edits: 0 };
    const quoting = { id: 2, issue: 7, login: LOGIN, body: `> ${body('quoted')}`, edits: 0 };
    const otherSuite = { id: 3, issue: 7, login: LOGIN, body: `${stickyMarker('math')}\nother`, edits: 0 };
    scene.repository.comments.push(foreign, quoting, otherSuite);
    await comment('ours');
    expect(scene.repository.comments.map((each) => [each.login, each.edits])).toEqual([
      ['mallory', 0],
      [LOGIN, 0],
      [LOGIN, 0],
      [LOGIN, 0],
    ]);
  });

  test('is found on whatever page of the comments it stands', async () => {
    for (let id = 1; id <= 230; id++) {
      scene.repository.comments.push({ id, issue: 7, login: 'someone', body: 'chatter', edits: 0 });
    }
    await comment('first');
    await comment('second');
    expect(scene.repository.comments.filter(({ login }) => login === LOGIN)).toMatchObject([{ edits: 1 }]);
  });

  test('is one again after two jobs have raced: the older stays', async () => {
    for (const id of [11, 12]) {
      scene.repository.comments.push({ id, issue: 7, login: LOGIN, body: body(`job ${id}`), edits: 0 });
    }
    await comment('after');
    expect(scene.repository.comments).toMatchObject([{ id: 11, body: body('after') }]);
  });

  test('made under another name than ours is an error that says what to set', async () => {
    const elsewhere = { ...place, login: 'gate-app[bot]' };
    await expect(putStickyComment(scene.client, elsewhere, body('x'), null)).rejects.toThrow(
      'the token comments as github-actions[bot], but comments of gate-app[bot] are looked for: set login to github-actions[bot]',
    );
  });
});

describe('the check run', () => {
  test('of a commit is one: a later verdict updates it', async () => {
    await putCheckRun(scene.client, checkPlace, content());
    await putCheckRun(
      scene.client,
      checkPlace,
      content({ conclusion: 'success', title: 'PASS', runId: 501 }),
    );
    expect(scene.repository.checkRuns).toMatchObject([
      {
        name: 'stage-gate',
        conclusion: 'success',
        title: 'PASS',
        externalId: 'stage-gate/default/501/1',
        edits: 1,
      },
    ]);
  });

  test('is open while a second session is measured, and closed by its verdict', async () => {
    await putCheckRun(scene.client, checkPlace, content({ conclusion: null }));
    expect(scene.repository.checkRuns).toMatchObject([{ status: 'in_progress', conclusion: null }]);
    await putCheckRun(scene.client, checkPlace, content());
    expect(scene.repository.checkRuns).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  });

  test('is not mixed up with a job of the same name in the workflow of a fork', async () => {
    scene.repository.checkRuns.push({
      ...{
        id: 1,
        name: 'stage-gate',
        headSha: FIRST_HEAD,
        app: 'github-actions',
        externalId: 'f3a1',
        edits: 0,
      },
      ...{ status: 'completed', conclusion: 'success', detailsUrl: '', title: '', summary: '', text: '' },
      annotations: [],
    });
    await putCheckRun(scene.client, checkPlace, content());
    expect(scene.repository.checkRuns.map(({ conclusion, edits }) => [conclusion, edits])).toEqual([
      ['success', 0],
      ['failure', 0],
    ]);
  });

  test('takes annotations fifty at a time, and each only once', async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => annotation(index + 1));
    await putCheckRun(scene.client, checkPlace, content({ annotations }));
    await putCheckRun(scene.client, checkPlace, content({ annotations: [...annotations, annotation(121)] }));
    const lines = scene.repository.checkRuns[0]!.annotations.map(({ start_line }) => start_line);
    expect(lines).toEqual(Array.from({ length: 121 }, (_, index) => index + 1));
  });
});

test('the commit status carries at most 140 characters', async () => {
  const status = {
    context: 'stage-gate',
    state: 'failure' as const,
    targetUrl: 'https://github.com/octo/engine',
  };
  await postStatus(scene.client, place, FIRST_HEAD, { ...status, description: 'x'.repeat(300) });
  expect(scene.repository.statuses).toMatchObject([{ state: 'failure', description: 'x'.repeat(140) }]);
});

describe('limits and failures', () => {
  test('a create that fails with 502 after it was stored is not made a second time', async () => {
    scene.github.planFaults({ at: 1, fault: '502 after store' }); // 0 lists, 1 creates
    await comment('once');
    expect(scene.repository.comments).toHaveLength(1);
    expect(operations()).toEqual(['issues/list-comments', 'issues/create-comment', 'issues/list-comments']);
  });

  test('a create that fails with 502 before it was stored is made again after a look', async () => {
    scene.github.planFaults({ at: 1, fault: '502' });
    await comment('once');
    expect(scene.repository.comments).toHaveLength(1);
  });

  test('Retry-After of 429 is waited for', async () => {
    scene.github.planFaults({ at: 0, fault: '429 with Retry-After', times: 2 });
    await comment('patient');
    expect(scene.repository.comments).toHaveLength(1);
    expect(operations()).toHaveLength(4);
  });

  test('a wait of an hour is not begun', async () => {
    scene.github.planFaults({ at: 0, fault: '429 with an hour to wait' });
    await expect(comment('impatient')).rejects.toThrow(
      'listing the comments of #7 failed: Too Many Requests (429): GitHub limits requests; run the job again later',
    );
    expect(operations()).toHaveLength(1);
  });

  test('a limit that stays ends after two waits', async () => {
    scene.github.planFaults({ at: 0, fault: '403 secondary limit with Retry-After', times: Infinity });
    await expect(comment('never')).rejects.toThrow('secondary rate limit');
    expect(operations()).toHaveLength(3);
  });

  test('a permission that is missing is named with its remedy', async () => {
    scene.github.planFaults({ at: 1, fault: 'missing permission' });
    await expect(comment('x')).rejects.toThrow(
      'commenting on #7 failed: Resource not accessible by integration (403): give the job the permissions that the workflow in the README has',
    );
    scene.github.planFaults({ at: 0, fault: 'expired token' });
    await expect(comment('x')).rejects.toThrow('the token has expired or is wrong');
  });

  // Every kind of fault at every request of the whole path: publish.test.ts.
  test.each([...(['502 after store', 'connection reset after store', 'answer cut off'] as const)])(
    'one fault at any request of an update leaves one of each: %s',
    async (fault) => {
      const post = async (text: string): Promise<void> => {
        await comment(text);
        const annotations = [annotation(1), annotation(2)];
        await putCheckRun(scene.client, checkPlace, content({ title: text, annotations }));
      };
      for (let at = 0; at < 8; at++) {
        scene.repository.comments.length = 0;
        scene.repository.checkRuns.length = 0;
        scene.github.planFaults({ at, fault });
        await post('first');
        await post('second');
        expect(scene.repository.comments).toMatchObject([{ body: body('second') }]);
        expect(scene.repository.checkRuns).toMatchObject([{ title: 'second', annotations: [{}, {}] }]);
      }
    },
  );
});
