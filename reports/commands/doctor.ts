/**
 * `doctor`: is this machine fit for measuring, and is everything there? Exit status 0: yes, perhaps with warnings; 1: an
 * engine of the roadmap cannot be measured.
 */
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import {
  describeMachine,
  findOnPath,
  frequencySettings,
  ownBenchmarksFolder,
  readManifest,
} from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import type { Finding } from '../model/machine.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { engineRows } from './engines.ts';
import { jsonOption, roadmapOption } from './options.ts';

export interface DoctorArguments {
  readonly roadmap?: string;
  readonly json: boolean;
}

const LEAST_FREE_BYTES = 200 * 2 ** 20;

export const doctorDeclaration: Declaration = {
  name: 'doctor',
  addTo: (parser, setStatus) => {
    parser.command(
      'doctor',
      'Check that this machine can measure, and how well',
      (command) =>
        command.option('roadmap', roadmapOption).option('json', jsonOption).example('$0 doctor', ''),
      async (options) => setStatus(await doctorCommand(options)),
    );
  },
};

export async function doctorCommand({ roadmap, json }: DoctorArguments): Promise<number> {
  const findings = [...machineFindings(), ...fileFindings(), ...(await engineFindings(roadmap))];
  const status = findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
  if (json) {
    process.stdout.write(formatDocument('doctor', { machine: describeMachine(), findings }));
    return status;
  }
  const symbols = { good: '=', warning: '!', bad: '✗' } as const;
  const lines = findings.map(
    ({ verdict, what, fix }) => `${symbols[verdict]} ${what}${fix ? `\n    ${fix}` : ''}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return status;
}

function machineFindings(): Finding[] {
  const { cpu_model_name: model, platform } = describeMachine();
  const cores = availableParallelism();
  const load = loadavg()[0] ?? 0;
  const settings = frequencySettings();
  const scaling = settings.filter((setting) =>
    ['governor:powersave', 'governor:ondemand', 'governor:schedutil', 'boost:1', 'no_turbo:0'].includes(
      setting,
    ),
  );
  return [
    {
      verdict: 'good',
      what: `${plural(cores, 'core')} of ${model ?? 'an unnamed CPU'}, ${platform}`,
      fix: '',
    },
    load < cores / 2
      ? { verdict: 'good', what: `load ${load.toFixed(2)}`, fix: '' }
      : {
          verdict: 'warning',
          what: `load ${load.toFixed(2)} on ${plural(cores, 'core')}: other programs are running`,
          fix: 'end them, or expect wide intervals; rounds are interleaved, so no engine is favoured',
        },
    settings.length === 0
      ? { verdict: 'warning', what: 'the clock of the CPU cannot be read here (a virtual machine?)', fix: '' }
      : scaling.length === 0
        ? { verdict: 'good', what: `clock: ${settings.join(', ')}`, fix: '' }
        : {
            verdict: 'warning',
            what: `the clock of the CPU changes with load (${scaling.join(', ')})`,
            fix: 'set the governor to performance and switch boost off, where you may',
          },
    findOnPath('taskset').length > 0
      ? { verdict: 'good', what: 'taskset is there for --pin', fix: '' }
      : { verdict: 'warning', what: 'no taskset: --pin cannot be used', fix: 'install util-linux' },
  ];
}

function fileFindings(): Finding[] {
  const { benchmarks } = readManifest(ownBenchmarksFolder);
  const found: Finding[] = [
    { verdict: 'good', what: `${plural(benchmarks.length, 'benchmark')} in ${ownBenchmarksFolder}`, fix: '' },
  ];
  try {
    mkdirSync('results', { recursive: true });
    accessSync('results', constants.W_OK);
    const { bavail, bsize } = statfsSync('results');
    const free = bavail * bsize;
    const text = `${Math.floor(free / 2 ** 20)} MiB free for results`;
    found.push(
      free >= LEAST_FREE_BYTES
        ? { verdict: 'good', what: text, fix: '' }
        : { verdict: 'warning', what: text, fix: 'make room: a run that meets a full disk stops' },
    );
  } catch (error) {
    found.push({
      verdict: 'bad',
      what: `the folder results cannot be written (${(error as NodeJS.ErrnoException).code})`,
      fix: 'give another by --out, or change its permissions',
    });
  }
  return found;
}

async function engineFindings(roadmap: string | undefined): Promise<Finding[]> {
  const rows = await engineRows(roadmap);
  return rows.map(({ name, implementation, version, problem }) => {
    if (problem === null) return { verdict: 'good', what: `${name}: ${implementation} ${version}`, fix: '' };
    return { verdict: name.startsWith('stage-') ? 'bad' : 'warning', what: `${name}: ${problem}`, fix: '' };
  });
}
