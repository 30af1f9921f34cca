/** `engines`: what can be measured on this machine, asked for its version. */
import { engineOf, readRoadmap } from '../../stages/index.ts';
import { checkEngine, discoverAll, type Engine, InputError, probeEngine } from '../../suites/index.ts';
import type { EngineRow } from '../model/machine.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { jsonOption, roadmapOption } from './options.ts';

export interface EnginesArguments {
  readonly roadmap?: string;
  readonly json: boolean;
}

export const enginesDeclaration: Declaration = {
  name: 'engines',
  addTo: (parser, setStatus) => {
    parser.command(
      'engines',
      'List the engines that can be measured here, with their versions',
      (command) =>
        command.option('roadmap', roadmapOption).option('json', jsonOption).example('$0 engines', ''),
      async (options) => setStatus(await enginesCommand(options)),
    );
  },
};

export async function enginesCommand({ roadmap, json }: EnginesArguments): Promise<number> {
  const rows = await engineRows(roadmap);
  process.stdout.write(json ? formatDocument('engines', rows) : `${formatRows(rows)}\n`);
  return 0;
}

/** The stages of a roadmap, then what else the machine has. */
export async function engineRows(roadmapFile: string | undefined): Promise<EngineRow[]> {
  const roadmap = readRoadmap(roadmapFile);
  const stages = roadmap.stages.map(engineOf);
  const rows: EngineRow[] = [];
  for (const engine of [...stages, ...discoverAll()]) rows.push(await describeEngine(engine));
  return rows;
}

async function describeEngine(engine: Engine): Promise<EngineRow> {
  const { name, command } = engine;
  const without = (problem: string): EngineRow => ({
    ...{ name, command, implementation: null, version: null, problem },
  });
  try {
    checkEngine(engine);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return without(`${error.details.problem}; ${error.details.fix}`);
  }
  const probe = await probeEngine(engine);
  if ('problem' in probe) return without(probe.problem);
  const { implementation, version } = probe;
  return { name, command, implementation, version, problem: null };
}

function formatRows(rows: readonly EngineRow[]): string {
  return formatTable(
    [
      { heading: 'engine', align: 'left' },
      { heading: 'version', align: 'left' },
      { heading: 'command', align: 'left' },
    ],
    rows.map(({ name, implementation, version, problem, command }) => [
      name,
      problem === null ? `${implementation} ${version}` : `✗ ${problem}`,
      command.join(' '),
    ]),
  );
}
