/** `roadmap check FILE`: explains every mistake. `roadmap show`: status, targets, and with a result the forecast. */
import {
  checkRoadmap,
  cumulativeTarget,
  fitLadder,
  type LadderFit,
  ownRoadmapFile,
  type Roadmap,
  readRoadmap,
} from '../../stages/index.ts';
import { type Centre, type InputProblem, readResultFile, samplesOfFile } from '../../suites/index.ts';
import { formatFactor, formatInterval, formatVerdict, plural } from '../model/format.ts';
import { roadmapStanding } from '../model/roadmap-standing.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, jsonOption, roadmapOption } from './options.ts';

export const roadmapDeclaration: Declaration = {
  name: 'roadmap',
  addTo: (parser, setStatus) => {
    parser.command('roadmap', 'Check a roadmap file, or show where a roadmap stands', (command) =>
      command
        .command(
          'check [file]',
          'Explain every mistake of a roadmap file; exit 2 if there is one',
          (check) =>
            check
              .positional('file', { type: 'string', describe: 'The roadmap (default: this project’s own)' })
              .option('json', jsonOption)
              .example('$0 roadmap check my-roadmap.json', ''),
          (options) => setStatus(roadmapCheckCommand(options)),
        )
        .command(
          'show [result]',
          'Show status and targets, and with a result of run the forecast',
          (show) =>
            show
              .positional('result', { type: 'string', describe: 'A file written by run' })
              .option('roadmap', roadmapOption)
              .option('centre', centreOption)
              .option('json', jsonOption)
              .example('$0 roadmap show results/2026-11-23T09-28-55.json', ''),
          (options) => setStatus(roadmapShowCommand(options)),
        )
        .demandCommand(1, 'say check or show'),
    );
  },
};

export function roadmapCheckCommand({
  file = ownRoadmapFile,
  json,
}: {
  file?: string;
  json: boolean;
}): number {
  const mistakes = checkRoadmap(file);
  if (json) process.stdout.write(formatDocument('roadmap-check', { file, mistakes }));
  else if (mistakes.length === 0) process.stdout.write(`${file}: no mistake\n`);
  else
    process.stdout.write(
      `${mistakes.map(formatMistake).join('\n')}\n${file}: ${plural(mistakes.length, 'mistake')}\n`,
    );
  return mistakes.length === 0 ? 0 : 2;
}

function formatMistake({ where, field, problem, fix }: InputProblem): string {
  return `${field ?? where}: ${problem}\n  fix: ${fix}`;
}

export interface RoadmapShowArguments {
  readonly result?: string;
  readonly roadmap?: string;
  readonly centre: Centre;
  readonly json: boolean;
}

export function roadmapShowCommand({ result, roadmap: file, centre, json }: RoadmapShowArguments): number {
  const roadmap = readRoadmap(file);
  const fit =
    result === undefined
      ? null
      : fitLadder(
          roadmap,
          samplesOfFile({ kind: 'result', file: result, result: readResultFile(result) }, centre),
          result,
        );
  process.stdout.write(
    json ? formatDocument('roadmap-show', roadmapStanding(roadmap, fit)) : describe(roadmap, fit),
  );
  return 0;
}

const MEASURED_COLUMNS = [
  { heading: 'measured', align: 'right' },
  { heading: 'verdict', align: 'left' },
] as const;

function describe(roadmap: Roadmap, fit: LadderFit | null): string {
  const table = formatTable(
    [
      { heading: 'stage', align: 'left' },
      { heading: 'release', align: 'left' },
      { heading: 'status', align: 'left' },
      { heading: 'target', align: 'right' },
      { heading: 'in all', align: 'right' },
      { heading: 'code generation', align: 'left' },
      ...(fit ? MEASURED_COLUMNS : []),
    ],
    roadmap.stages.map((stage) => {
      const standing = fit?.stages.find((each) => each.id === stage.id);
      const speedup = standing?.total.comparison.speedup;
      return [
        `${stage.id} ${stage.name}`,
        stage.movedTo ? `${stage.release}, moved to ${stage.movedTo}` : stage.release,
        stage.status,
        `×${formatFactor(stage.target)}`,
        `×${formatFactor(cumulativeTarget(roadmap, stage.id))}`,
        stage.needsCodeGeneration ? 'needed' : '',
        speedup ? `×${formatFactor(speedup.value)} (${formatInterval(speedup)})` : '',
        standing ? formatVerdict(standing.total.verdict) : '',
      ];
    }),
  );
  return `${[
    `${roadmap.title}: ×${formatFactor(roadmap.targetTotal)} in all, judged on ${roadmap.suite}, changes gated on ${roadmap.gateSuite}.`,
    '',
    table,
    '',
    ...roadmap.platforms.map(({ name, title, codeGeneration, target }) => {
      const standing = fit?.platforms.find((each) => each.name === name);
      const measured = standing?.speedup
        ? `: stage ${standing.stage} ×${formatFactor(standing.speedup.value)} (${formatInterval(standing.speedup)}), ${standing.verdict}`
        : '';
      return `${name} (${title}), ${codeGeneration ? 'all stages' : 'without code generation'}, target ×${formatFactor(target)}${measured}`;
    }),
    ...forecast(roadmap, fit),
    ...roadmap.waivers.map(
      ({ benchmark, by, reason, until }) => `waived until ${until}: ${benchmark}, by ${by} (${reason})`,
    ),
  ].join('\n')}\n`;
}

function forecast(roadmap: Roadmap, fit: LadderFit | null): string[] {
  if (!fit) return ['Forecast: give a result of `stage-report run` to have one.'];
  const { perStage, required, projection } = fit;
  const lines: string[] = [];
  if (perStage) {
    lines.push(
      `So far a stage brings ×${formatFactor(perStage.factor.value)} (${formatInterval(perStage.factor)}), target ×${formatFactor(perStage.target)}: ${perStage.verdict}.`,
    );
  }
  if (projection && required) {
    lines.push(
      `Forecast: at that pace ×${formatFactor(projection.total.value)} (${formatInterval(projection.total)}) in the end, target ×${formatFactor(projection.target)}: ${projection.verdict}. The ${plural(required.stagesLeft, 'stage')} left must bring ×${formatFactor(required.factor)} each.`,
    );
  } else if (fit.stages.at(-1)?.id === roadmap.stages.length - 1) {
    lines.push('Forecast: none is needed, every stage is measured.');
  }
  return lines;
}
