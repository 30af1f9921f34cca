/** `post`: its options; what it does stands in `posting.ts`. */
import { SETTING_DEFAULTS } from '../post/defaults.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, jsonOption, roadmapOption } from './options.ts';
import { type SideArguments, sideOptions } from './sides.ts';

export interface PostArguments extends Omit<SideArguments, 'files'> {
  readonly files?: readonly string[];
  readonly confirm?: readonly string[];
  readonly roadmap?: string;
  readonly calibration?: string;
  readonly dryRun: boolean;
  readonly run?: number;
  readonly pullRequest?: number;
  readonly repository?: string;
  readonly suite: string;
  readonly checkName: string;
  readonly statusContext: string;
  readonly login: string;
  readonly workflow: string;
  readonly waiverLabel: string;
  readonly paths: string;
  readonly manifest: string;
  readonly strict: boolean;
  readonly second: boolean;
  readonly json: boolean;
}

function textOption(describe: string, fallback: string) {
  return { type: 'string', requiresArg: true, describe, default: fallback } as const;
}

export const postDeclaration: Declaration = {
  name: 'post',
  addTo: (parser, setStatus) => {
    parser.command(
      'post [files..]',
      'Show a verdict on a pull request of GitHub',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            describe: 'BASE HEAD, or one result with both',
          })
          .options(sideOptions)
          .option('confirm', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'The same of a second session',
          })
          .option('dry-run', { type: 'boolean', default: false, describe: 'Print what would be posted' })
          .option('run', {
            type: 'number',
            requiresArg: true,
            describe: 'Instead of FILES: id of a finished workflow run, whose artifact is judged',
          })
          .option('pull-request', { type: 'number', requiresArg: true, describe: 'Where to post FILES' })
          .option('repository', {
            type: 'string',
            requiresArg: true,
            describe: 'OWNER/NAME (default: $GITHUB_REPOSITORY)',
          })
          .option('suite', textOption('Name of this gate', SETTING_DEFAULTS.suite))
          .option('check-name', textOption('Name of the check run', SETTING_DEFAULTS.checkName))
          .option('status-context', textOption('Also set this commit status', SETTING_DEFAULTS.statusContext))
          .option('login', textOption('As whom the token comments', SETTING_DEFAULTS.login))
          .option('workflow', textOption('The workflow that --run has to be of', SETTING_DEFAULTS.workflow))
          .option('waiver-label', textOption('Waives the head it is set on', SETTING_DEFAULTS.waiverLabel))
          .option('paths', textOption('Globs of the files that are measured', SETTING_DEFAULTS.paths))
          .option('manifest', textOption('MANIFEST of the benchmarks: annotations then name lines', ''))
          .option('strict', { type: 'boolean', default: false, describe: 'Inconclusive fails' })
          .option('second', {
            type: 'boolean',
            default: true,
            describe: 'Start a second session where a rejection needs one (--no-second: do not)',
          })
          .option('roadmap', roadmapOption)
          .option('calibration', { type: 'string', requiresArg: true, describe: 'A file of calibrate' })
          .option('centre', centreOption)
          .option('json', jsonOption)
          .epilogue('The token is read from the environment: GITHUB_TOKEN.')
          .example('$0 post result.json --base base --head head --dry-run', '')
          .example('$0 post --run 123456 --repository octo/engine', ''),
      async (options) => {
        // Loaded here, so that no other command waits for the client of GitHub.
        const { postCommand } = await import('./posting.ts');
        setStatus(await postCommand(options));
      },
    );
  },
};
