/**
 * `gate`: decides whether head regresses against base. Exit status 0: pass, warn or neutral · 1: fail · 3: inconclusive, with
 * `--strict`.
 */
import {
  type Calibration,
  exitStatusOf,
  type GateOptions,
  gate,
  gateOptionsOf,
  readCalibration,
  readRoadmap,
  roadmapWaivers,
  type WaiverGrant,
} from '../../stages/index.ts';
import { InputError } from '../../suites/index.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatGate } from '../text/gate-table.ts';
import { showText } from '../text/terminal.ts';
import type { Declaration } from './declaration.ts';
import { CENTRES, centreOption, checkNumber, jsonOption, roadmapOption } from './options.ts';
import { readSides, type SideArguments, sideOptions } from './sides.ts';

export interface GateArguments extends Omit<SideArguments, 'centre'> {
  readonly centre?: SideArguments['centre'];
  /** Base and head of a second session with rebuilt binaries (or its one result file). */
  readonly confirm?: readonly string[];
  /** In per cent; without it, the roadmap's. */
  readonly margin?: number;
  readonly roadmap?: string;
  readonly calibration?: string;
  readonly waive?: readonly string[];
  readonly strict: boolean;
  readonly json: boolean;
}

export const gateDeclaration: Declaration = {
  name: 'gate',
  addTo: (parser, setStatus) => {
    parser.command(
      'gate <files..>',
      'Exit 1 if head regresses against base',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'BASE HEAD, or one result with engines base:NAME and head:NAME',
          })
          .options(sideOptions)
          .option('confirm', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'The same of a second session with rebuilt binaries: only what regresses twice fails',
          })
          .option('margin', {
            type: 'number',
            requiresArg: true,
            describe: 'Least margin, per cent (default: the roadmap’s)',
          })
          .option('roadmap', roadmapOption)
          .option('calibration', {
            type: 'string',
            requiresArg: true,
            describe: 'A file of calibrate: noise of each benchmark, median or minimum',
          })
          .option('waive', {
            type: 'string',
            array: true,
            nargs: 1,
            requiresArg: true,
            describe: 'BENCHMARK=WHO: REASON of an accepted regression; * is all; may be repeated',
          })
          .option('centre', {
            choices: CENTRES,
            describe: `${centreOption.describe} (default: the calibration’s, or median)`,
          })
          .option('strict', {
            type: 'boolean',
            default: false,
            describe: 'Exit 3 when the verdict is inconclusive',
          })
          .option('json', jsonOption)
          .example('$0 gate base.json head.json --confirm base2.json head2.json', '')
          .example('$0 gate result.json --calibration calibration.json --strict', ''),
      (options) => setStatus(gateCommand(options)),
    );
  },
};

export function gateCommand(options: GateArguments): number {
  const roadmap = readRoadmap(options.roadmap);
  const calibration = options.calibration === undefined ? null : readCalibration(options.calibration);
  const centre = options.centre ?? calibration?.centre ?? 'median';
  const first = readSides({ ...options, centre });
  const second = options.confirm ? readSides({ ...options, centre, files: options.confirm }) : null;
  const report = gate({
    first: first.pairs,
    second: second?.pairs ?? null,
    options: withMargin(gateOptionsOf(roadmap, calibration), options.margin),
    roadmap,
    waivers: [
      ...roadmapWaivers(roadmap, new Date().toISOString().slice(0, 10)),
      ...(options.waive ?? []).map(parseWaiver),
    ],
    about: first.about,
  });
  const foreign = foreignCalibration(calibration, first.about.environment?.fingerprint ?? null);
  if (options.json) process.stdout.write(formatDocument('gate', report));
  else showText(`${formatGate(report)}${foreign}`);
  return exitStatusOf(report.verdict, options.strict);
}

function withMargin(options: GateOptions, percent: number | undefined): GateOptions {
  if (percent === undefined) return options;
  const time = checkNumber('--margin', percent, 0, false) / 100;
  return { ...options, margins: { ...options.margins, time } };
}

function foreignCalibration(calibration: Calibration | null, fingerprint: string | null): string {
  if (!calibration?.fingerprint || fingerprint === null || calibration.fingerprint === fingerprint) return '';
  return `The calibration is of another machine (${calibration.fingerprint}; this one is ${fingerprint}).\n`;
}

/** `nbody=ann: wider ints are wanted` */
function parseWaiver(text: string): WaiverGrant {
  const match = /^([^=]+)=([^:]+):\s*(\S.*)$/s.exec(text);
  if (!match) {
    throw new InputError({
      where: '--waive',
      field: text,
      problem: 'is not a waiver',
      fix: 'write BENCHMARK=WHO: REASON, such as --waive "nbody=ann: wider ints are wanted"',
    });
  }
  const [, benchmark, by, reason] = match;
  return {
    ...{ benchmark: benchmark!.trim(), engine: '*', by: by!.trim(), reason: reason!.trim() },
    ...{ source: 'command line', headCommit: null },
  };
}
