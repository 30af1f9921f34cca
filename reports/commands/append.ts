/** `append`: adds a result to the history, on the data branch of a repository. */
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { formatResult, InputError, readResultFile } from '../../suites/index.ts';
import { appendToHistory, historyPath } from '../history/append.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { checkNumber, jsonOption } from './options.ts';

export interface AppendArguments {
  readonly result: string;
  readonly suite: string;
  readonly commit?: string;
  readonly run?: number;
  readonly attempt?: number;
  readonly branch: string;
  readonly remote: string;
  readonly json: boolean;
}

export const appendDeclaration: Declaration = {
  name: 'append',
  addTo: (parser, setStatus) => {
    parser.command(
      'append <result>',
      'Add a result to the history, on the data branch of this repository',
      (command) =>
        command
          .positional('result', { type: 'string', demandOption: true, describe: 'A file written by run' })
          .option('suite', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'Name of what was measured',
          })
          .option('commit', {
            type: 'string',
            requiresArg: true,
            describe: 'What was measured (default: $GITHUB_SHA, or HEAD)',
          })
          .option('run', {
            type: 'number',
            requiresArg: true,
            describe: 'Its number (default: $GITHUB_RUN_ID)',
          })
          .option('attempt', {
            type: 'number',
            requiresArg: true,
            describe: 'Of the run (default: $GITHUB_RUN_ATTEMPT, or 1)',
          })
          .option('branch', {
            type: 'string',
            requiresArg: true,
            default: 'stage-report-data',
            describe: 'The data branch',
          })
          .option('remote', {
            type: 'string',
            requiresArg: true,
            default: 'origin',
            describe: 'Where it is pushed',
          })
          .option('json', jsonOption)
          .example('$0 append result.json --suite default --run 12', ''),
      async (options) => setStatus(await appendCommand(options)),
    );
  },
};

export async function appendCommand(options: AppendArguments): Promise<number> {
  const { env } = process;
  const result = readResultFile(options.result);
  const path = historyPath({
    commit: options.commit ?? env['GITHUB_SHA'] ?? headCommit(),
    suite: options.suite,
    run: checkNumber('--run', options.run ?? Number(env['GITHUB_RUN_ID']), 1, true),
    attempt: checkNumber('--attempt', options.attempt ?? Number(env['GITHUB_RUN_ATTEMPT'] ?? 1), 1, true),
    created: result.created,
  });
  const { branch, remote } = options;
  const place = { repository: process.cwd(), branch, remote };
  const { commit, present } = await appendToHistory(place, { path, content: gzipSync(formatResult(result)) });
  process.stdout.write(
    options.json
      ? formatDocument('append', { branch, path, commit, present })
      : `${path} ${present ? 'stands already' : 'added'} on ${branch} (${commit.slice(0, 12)})\n`,
  );
  return 0;
}

function headCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    throw new InputError({
      where: '--commit',
      problem: 'is missing, and this is no repository of git',
      fix: 'give the commit that was measured',
    });
  }
}
