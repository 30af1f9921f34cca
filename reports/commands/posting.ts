/**
 * `post`: shows a verdict on a pull request, or with --dry-run prints what it would post. Exit status: that of the
 * verdict; 1 when something could not be posted.
 */
import { type Calibration, exitStatusOf, readCalibration, readRoadmap } from '../../stages/index.ts';
import { InputError } from '../../suites/index.ts';
import { createClient } from '../post/github/client.ts';
import { type JudgedCommits, judgeSides, type Policy, policyOf } from '../post/judge.ts';
import { PostError } from '../post/problem.ts';
import { type Outcome, type PublishSettings, publishFiles, publishRun } from '../post/publish.ts';
import { renderCheck, renderComment, renderStatusDescription } from '../post/render/publication.ts';
import { conclusionOf } from '../post/render/words.ts';
import { addStepSummary } from '../post/runner.ts';
import { makeSettings, sourcesOf } from '../post/settings.ts';
import { NO_STATE } from '../post/state.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { PostArguments } from './post.ts';
import { readSides, type Sides } from './sides.ts';

export async function postCommand(options: PostArguments): Promise<number> {
  if (options.dryRun) return dryRun(options);
  const token = process.env['GITHUB_TOKEN'];
  if (!token) {
    throw new InputError({
      where: 'GITHUB_TOKEN',
      problem: 'is not set',
      fix: 'give a token in the environment, or --dry-run to post nothing',
    });
  }
  const apiUrl = process.env['GITHUB_API_URL'];
  const log = (message: string): void => void process.stderr.write(`${message}\n`);
  const client = createClient({ token, log, ...(apiUrl ? { apiUrl } : {}) });
  const settings = settingsOf(options, log);
  try {
    if (options.run !== undefined)
      return report(await publishRun(client, settings, options.run), options.json);
    const sides = sidesOf(options);
    if (options.pullRequest === undefined) {
      throw new InputError({
        where: '--pull-request',
        problem: 'is missing',
        fix: 'say where to post, or give --dry-run',
      });
    }
    const judgeAs = (commits: JudgedCommits) => judgeFiles(sides, settings.policy, commits);
    return report(await publishFiles(client, settings, options.pullRequest, judgeAs), options.json);
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    if (options.json)
      process.stdout.write(
        formatDocument('post-error', { error: { code: error.code, problem: error.message } }),
      );
    process.stderr.write(`stage-report: ${error.message}\n`);
    return 1;
  }
}

function dryRun(options: PostArguments): number {
  const sides = sidesOf(options);
  const policy = policyFor(options);
  const commits = { baseSha: null, headSha: null };
  const { report, neutral } = judgeFiles(sides, policy, commits);
  const publication = { report, neutral, confirming: false, problem: null };
  const context = {
    ...{ ...commits, suite: options.suite, runUrl: null, waiverLabel: options.waiverLabel },
    ...{ pull: options.pullRequest ?? null },
    sourceOf: options.manifest === '' ? () => null : sourcesOf(process.cwd(), options.manifest),
  };
  const comment = renderComment(publication, context, NO_STATE);
  const check = { name: options.checkName, conclusion: conclusionOf(publication, options.strict) };
  process.stdout.write(
    options.json
      ? formatDocument('post-dry-run', {
          comment,
          check: { ...check, ...renderCheck(publication, context) },
          status: renderStatusDescription(publication),
          report,
        })
      : `${comment}\n\ncheck run ${check.name}: ${check.conclusion}\n`,
  );
  return exitStatusOf(report.verdict, options.strict);
}

function sidesOf(options: PostArguments): { first: Sides; second: Sides | null } {
  const files = options.files ?? [];
  if (files.length === 0) {
    throw new InputError({
      where: 'files',
      problem: 'none were given',
      fix: 'give BASE and HEAD, or one result with the engines base and head, or --run ID',
    });
  }
  const centre = calibrationOf(options)?.centre ?? options.centre;
  const read = (given: readonly string[]): Sides => readSides({ ...options, centre, files: given });
  return { first: read(files), second: options.confirm ? read(options.confirm) : null };
}

function judgeFiles({ first, second }: ReturnType<typeof sidesOf>, policy: Policy, commits: JudgedCommits) {
  return judgeSides(first.pairs, second?.pairs ?? null, first.about.environment, policy, commits);
}

function calibrationOf({ calibration }: PostArguments): Calibration | null {
  return calibration === undefined ? null : readCalibration(calibration);
}

function policyFor(options: PostArguments): Policy {
  return policyOf(readRoadmap(options.roadmap), calibrationOf(options), options.suite, today());
}

function settingsOf(options: PostArguments, log: (message: string) => void): PublishSettings {
  const { suite, login, checkName, statusContext, workflow, waiverLabel, paths, manifest, strict } = options;
  return makeSettings(
    {
      repository: options.repository ?? process.env['GITHUB_REPOSITORY'] ?? '',
      ...{ suite, login, checkName, statusContext, workflow, waiverLabel, paths, manifest, strict },
      ...{ confirm: options.second, workspace: process.cwd() },
    },
    policyFor(options),
    log,
  );
}

function report(outcome: Outcome, json: boolean): number {
  if (outcome.kind === 'posted') addStepSummary(process.env, outcome.stepSummary);
  if (json) process.stdout.write(formatDocument('post', outcome));
  else if (outcome.kind === 'nothing') process.stdout.write(`nothing to post: ${outcome.reason}\n`);
  else {
    const lines = [
      outcome.confirming ? 'confirming' : outcome.report.verdict,
      outcome.checkUrl,
      outcome.commentUrl,
    ];
    process.stdout.write(`${lines.filter((line) => line !== null).join('\n')}\n`);
  }
  return outcome.exitStatus;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
