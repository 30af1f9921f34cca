/** The runner of GitHub Actions: inputs and paths in the environment, outputs and summary in files, commands on the log. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { InputError } from '../../suites/index.ts';
import { commandData, plainText, withCommandsStopped } from './untrusted-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An input of the action: `INPUT_` and the name in capitals, blanks as underscores. */
export function input(env: Environment, name: string): string {
  return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
}

/** `true` or `false` as YAML's core schema writes them. */
export function booleanInput(env: Environment, name: string, fallback: boolean): boolean {
  const text = input(env, name);
  if (text === '') return fallback;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new InputError({ where: 'inputs', field: name, problem: `is "${text}"`, fix: 'write true or false' });
}

export function variable(env: Environment, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new InputError({
    where: 'environment',
    field: name,
    problem: 'is not set',
    fix: 'start this inside a job of GitHub Actions',
  });
}

/** Values may hold anything: the end of each is a word that nobody can guess. */
export function setOutput(env: Environment, name: string, value: string): void {
  const file = env['GITHUB_OUTPUT'];
  if (!file) return;
  const end = randomBytes(16).toString('hex');
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

export function addStepSummary(env: Environment, markdown: string): void {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file) appendFileSync(file, `${markdown}\n`);
}

/** To the log, where it can be no command whatever it says. */
export function say(text: string): void {
  process.stdout.write(withCommandsStopped(text));
}

/** An error that the run's page shows. */
export function sayError(message: string): void {
  process.stdout.write(`::error title=stage-gate::${commandData(plainText(message, 1000))}\n`);
}
