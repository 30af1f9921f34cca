/**
 * May this change go in? Base against head, benchmark by benchmark, as a suite, stage by stage against its targets, and by
 * what stands beside times. Each part has its own file; this one puts them together.
 *
 * A rejection can still be build layout, which more rounds of the same binaries do not average out. So a second session
 * with rebuilt binaries can be given: what is rejected twice fails, what is rejected once warns. With one session alone a
 * rejection fails, and the report says that it is not confirmed.
 */
import { type Roadmap, stageEngineName } from '../roadmap/roadmap.ts';
import { confirmDrift, judgeDrifts } from './drift.ts';
import { decideByCounters, judgeCounters, judgeMemory, judgePromotion } from './metrics.ts';
import { DEFAULT_GATE_OPTIONS, type GateOptions } from './options.ts';
import { brokenRow, confirmRow, judgeRows } from './rows.ts';
import { matchSession, type SidePair } from './sides.ts';
import { checkStageTargets, confirmStageTarget } from './stage-targets.ts';
import {
  adviceOf,
  countRows,
  headlineOf,
  methodOf,
  nextStep,
  overallVerdict,
  worstFirst,
} from './summary.ts';
import {
  GATE_FORMAT,
  GATE_VERSION,
  type GateEnvironment,
  type GateReport,
  type GateRow,
  type SideIdentity,
} from './verdict.ts';
import { applyWaivers, type WaiverGrant } from './waivers.ts';

/** What the report says about where the measurements come from; unknown parts are left out. */
export interface GateAbout {
  readonly suite?: string | null;
  readonly base?: SideIdentity;
  readonly head?: SideIdentity;
  readonly environment?: GateEnvironment;
}

export interface GateInput {
  /** Base and head, engine by engine. */
  readonly first: readonly SidePair[];
  /** The same of a second session, with rebuilt binaries. */
  readonly second?: readonly SidePair[] | null;
  readonly options?: GateOptions;
  /** Holds the stages among the engines to their targets. */
  readonly roadmap?: Roadmap | null;
  readonly waivers?: readonly WaiverGrant[];
  readonly about?: GateAbout;
}

export function gate(input: GateInput): GateReport {
  const options = input.options ?? DEFAULT_GATE_OPTIONS;
  const first = judgeSession(input.first, options, input.roadmap ?? null);
  const second = input.second ? judgeSession(input.second, options, input.roadmap ?? null) : null;
  const sessions = second ? 2 : 1;
  const { waivers, ...findings } = applyWaivers(
    {
      ...first,
      rows: (second ? first.rows.map((row) => confirmRow(row, second.rows)) : first.rows).toSorted(
        worstFirst,
      ),
      suites: second ? first.suites.map((drift) => confirmDrift(drift, second.suites)) : first.suites,
      stageTargets: second
        ? first.stageTargets.map((check) => confirmStageTarget(check, second.stageTargets))
        : first.stageTargets,
    },
    input.waivers ?? [],
    input.about?.head?.commit ?? null,
  );
  const verdict = overallVerdict(findings);
  const looks = looksOf(findings.rows, options);
  const next = nextStep(findings, sessions, looks);
  return {
    ...emptyReport(input.about, options),
    verdict,
    headline: headlineOf(verdict, findings, sessions),
    advice: adviceOf(verdict, findings, next),
    sessions,
    looks,
    next,
    counts: countRows(findings.rows),
    ...findings,
    baselineDrift: findings.suites.find(({ engine }) => engine === stageEngineName(0)) ?? null,
    notCompared: first.notCompared,
    waivers,
  };
}

/** The report where there was nothing to judge: no benchmark touched, no valid base. `reason` becomes the headline. */
export function neutralReport(reason: string, about?: GateAbout, options = DEFAULT_GATE_OPTIONS): GateReport {
  return { ...emptyReport(about, options), headline: `NEUTRAL: ${reason}` };
}

type SessionJudgement = Pick<
  GateReport,
  'rows' | 'suites' | 'stageTargets' | 'counters' | 'memory' | 'promotion' | 'notCompared'
>;

function judgeSession(
  pairs: readonly SidePair[],
  options: GateOptions,
  roadmap: Roadmap | null,
): SessionJudgement {
  const { paired, broken, notCompared } = matchSession(pairs);
  const counters = judgeCounters(paired, options);
  return {
    rows: [
      ...broken.map(brokenRow),
      ...judgeRows(paired, options).map((row) => decideByCounters(row, counters, options.counters)),
    ],
    suites: judgeDrifts(paired, options),
    stageTargets: roadmap ? checkStageTargets(pairs, roadmap) : [],
    counters,
    memory: judgeMemory(paired, options),
    promotion: judgePromotion(paired, options),
    notCompared,
  };
}

function looksOf(rows: readonly GateRow[], { looks, alpha }: GateOptions): GateReport['looks'] {
  const rounds = rows.reduce(
    (least, row) => (row.rounds > 0 && row.rounds < least ? row.rounds : least),
    Infinity,
  );
  return {
    planned: looks,
    taken: rounds >= looks[1] ? 2 : 1,
    rounds: Number.isFinite(rounds) ? rounds : 0,
    alpha,
  };
}

function emptyReport(about: GateAbout | undefined, options: GateOptions): GateReport {
  const nobody: SideIdentity = { commit: null, files: [] };
  return {
    format: GATE_FORMAT,
    version: GATE_VERSION,
    verdict: 'neutral',
    headline: 'NEUTRAL: nothing to judge',
    advice: '',
    suite: about?.suite ?? null,
    base: about?.base ?? nobody,
    head: about?.head ?? nobody,
    sessions: 0,
    looks: { planned: options.looks, taken: 1, rounds: 0, alpha: options.alpha },
    next: { action: 'none' },
    counts: countRows([]),
    rows: [],
    suites: [],
    baselineDrift: null,
    stageTargets: [],
    counters: [],
    memory: [],
    promotion: [],
    notCompared: [],
    waivers: [],
    environment: about?.environment ?? { machine: {}, fingerprint: null, interleaved: false, engines: [] },
    calibration: options.calibration,
    method: methodOf(options),
  };
}
