/**
 * The action `.github/actions/stage-gate`: an event of GitHub in, what it asks for done. This file is bundled into the
 * action's `dist/`; it decides nothing itself.
 *
 * Exit status: that of the verdict (0 pass, warn, neutral, or a second session on its way; 1 fail; 3 inconclusive where
 * strict), 1 when something could not be judged or posted, 2 for bad inputs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCalibration, readRoadmap } from '../../stages/index.ts';
import { InputError } from '../../suites/index.ts';
import { SETTING_DEFAULTS } from './defaults.ts';
import { handleEvent } from './events.ts';
import { createClient } from './github/client.ts';
import { type Policy, policyOf } from './judge.ts';
import { PostError } from './problem.ts';
import type { Outcome } from './publish.ts';
import {
  addStepSummary,
  booleanInput,
  type Environment,
  input,
  say,
  sayError,
  setOutput,
  variable,
} from './runner.ts';
import { makeSettings } from './settings.ts';

export async function runAction(env: Environment): Promise<number> {
  try {
    const workspace = variable(env, 'GITHUB_WORKSPACE');
    const settings = makeSettings(
      {
        repository: variable(env, 'GITHUB_REPOSITORY'),
        workspace,
        suite: input(env, 'suite') || SETTING_DEFAULTS.suite,
        login: input(env, 'login') || SETTING_DEFAULTS.login,
        checkName: input(env, 'check-name') || SETTING_DEFAULTS.checkName,
        statusContext: input(env, 'status-context'),
        workflow: input(env, 'workflow') || SETTING_DEFAULTS.workflow,
        waiverLabel: input(env, 'waiver-label') || SETTING_DEFAULTS.waiverLabel,
        strict: booleanInput(env, 'strict', false),
        confirm: booleanInput(env, 'confirm', true),
        paths: input(env, 'paths') || SETTING_DEFAULTS.paths,
        manifest: input(env, 'manifest'),
      },
      policyFor(env, workspace),
      say,
    );
    const token = input(env, 'token');
    if (token === '') {
      throw new InputError({
        where: 'inputs',
        field: 'token',
        problem: 'is empty',
        fix: 'write token: ${{ github.token }}',
      });
    }
    const apiUrl = env['GITHUB_API_URL'];
    const client = createClient({ token, log: say, ...(apiUrl ? { apiUrl } : {}) });
    const payload: unknown = JSON.parse(readFileSync(variable(env, 'GITHUB_EVENT_PATH'), 'utf8'));
    return report(
      env,
      await handleEvent(client, settings, { name: variable(env, 'GITHUB_EVENT_NAME'), payload }),
    );
  } catch (error) {
    if (!(error instanceof PostError) && !(error instanceof InputError)) throw error;
    sayError(error.message);
    setOutput(env, 'verdict', 'none');
    return error instanceof InputError ? error.exitStatus : 1;
  }
}

/** Thresholds come from the checkout of the base. */
function policyFor(env: Environment, workspace: string): Policy {
  const roadmap = readRoadmap(join(workspace, input(env, 'roadmap') || SETTING_DEFAULTS.roadmap));
  const file = input(env, 'calibration');
  const calibration = file === '' ? null : readCalibration(join(workspace, file));
  const suite = input(env, 'suite') || SETTING_DEFAULTS.suite;
  return policyOf(roadmap, calibration, suite, new Date().toISOString().slice(0, 10));
}

function report(env: Environment, outcome: Outcome): number {
  if (outcome.kind === 'nothing') {
    say(outcome.reason);
    setOutput(env, 'verdict', 'none');
    return 0;
  }
  const { report, confirming, commentUrl, checkUrl, stepSummary, exitStatus } = outcome;
  setOutput(env, 'verdict', confirming ? 'confirming' : report.verdict);
  setOutput(env, 'comment-url', commentUrl ?? '');
  setOutput(env, 'check-url', checkUrl);
  addStepSummary(env, stepSummary);
  say(`${confirming ? 'confirming' : report.verdict}: ${checkUrl}`);
  return exitStatus;
}
