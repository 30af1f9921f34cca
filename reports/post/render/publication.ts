/**
 * One report, five ways to show it: comment, check run, commit status, step summary, annotations. Layout of the comment:
 * verdict and count → what to do → changed rows, worst first → folded: the rest, stages against targets, environment,
 * method → links → commits, how to run again, how to waive.
 */
import type { GateReport, GateRow, Waiver } from '../../../stages/index.ts';
import { formatChange, formatFactor, formatSeconds, plural } from '../../model/format.ts';
import type { Annotation } from '../github/check-run.ts';
import { stickyMarker } from '../github/comment.ts';
import { type CommentState, STATE_BYTES, withState } from '../state.ts';
import { codeText, plainText } from '../untrusted-text.ts';
import {
  commitText,
  details,
  joinSections,
  type MarkdownColumn,
  markdownTable,
  type Section,
} from './markdown.ts';
import { adviceOf, headlineOf, otherFindings, type Publication, SYMBOLS } from './words.ts';

/** GitHub takes 65 536 characters of a comment, and of a check's summary and text 65 535 each. */
const MAX_BYTES = 60_000;
/** Above 1 MiB the runner drops all of a step's summary. */
const MAX_STEP_SUMMARY_BYTES = 900_000;
const MAX_CHANGED_ROWS = 15;
const MAX_ANNOTATIONS = 100;

export interface PublicationContext {
  readonly suite: string;
  /** Null in a merge queue. */
  readonly baseSha: string | null;
  /** Null where nobody says (a dry run). */
  readonly headSha: string | null;
  /** The workflow run with its raw samples; null: they are of elsewhere. */
  readonly runUrl: string | null;
  readonly waiverLabel: string;
  /** Null: no pull request (a merge queue), so no commands. */
  readonly pull: number | null;
  /** Where a benchmark's program stands in the repository. */
  readonly sourceOf: (benchmark: string) => { readonly path: string; readonly line: number } | null;
}

export function renderComment(
  publication: Publication,
  context: PublicationContext,
  state: CommentState,
): string {
  const marker: Section = { markdown: stickyMarker(context.suite), rank: 0, name: '' };
  const sections = [marker, ...sectionsOf(publication, context, 300)];
  return withState(joinSections(sections, MAX_BYTES - STATE_BYTES, 'The check run has more.'), state);
}

export function renderCheck(
  publication: Publication,
  context: PublicationContext,
): { readonly title: string; readonly summary: string; readonly text: string } {
  const more = 'The raw samples are in the artifact of the run.';
  return {
    title: headlineOf(publication).slice(0, 250),
    summary: joinSections(sectionsOf(publication, context, 0), MAX_BYTES, more),
    text: joinSections(restSections(publication.report, 400), MAX_BYTES, more),
  };
}

export function renderStepSummary(publication: Publication, context: PublicationContext): string {
  return joinSections(
    sectionsOf(publication, context, 5_000),
    MAX_STEP_SUMMARY_BYTES,
    'The raw samples are in the artifact of the run.',
  );
}

export function renderStatusDescription(publication: Publication): string {
  return plainText(headlineOf(publication), 140);
}

/**
 * None before a second session has decided, and none with numbers: annotations can be added to a check run, never changed,
 * and a re-run has other numbers.
 */
export function renderAnnotations(
  { report, confirming }: Publication,
  { sourceOf }: PublicationContext,
): Annotation[] {
  if (confirming) return [];
  return report.rows
    .filter(({ verdict }) => verdict === 'broken' || verdict === 'fail' || verdict === 'warn')
    .slice(0, MAX_ANNOTATIONS)
    .flatMap((row) => {
      const source = sourceOf(row.benchmark);
      if (!source) return [];
      const { path, line } = source;
      const isBroken = row.verdict === 'broken';
      const message = isBroken
        ? `${row.engine}: ${row.reason}`
        : `${row.engine}: slower than the base beyond the margin of ${percent(row.margin)}; the check run has the numbers`;
      return {
        ...{ path, start_line: line, end_line: line },
        annotation_level: row.verdict === 'warn' || row.waived ? ('warning' as const) : ('failure' as const),
        title: plainText(`${row.benchmark}: ${isBroken ? 'broken' : 'slower'}`, 200),
        message: plainText(message, 500),
      };
    });
}

function sectionsOf(publication: Publication, context: PublicationContext, restRows: number): Section[] {
  const { report } = publication;
  return [
    { markdown: `### ${headlineOf(publication)}`, rank: 0, name: '' },
    { markdown: adviceOf(publication), rank: 0, name: '' },
    ...(publication.problem
      ? [{ markdown: codeText(publication.problem.detail, 400), rank: 1, name: 'the problem' }]
      : []),
    ...changedSections(report),
    ...(restRows > 0 ? restSections(report, restRows) : []),
    ...linkSections(context),
    ...waiverSections(report, context),
    { markdown: footerOf(report, context), rank: 0, name: '' },
  ];
}

const ROW_COLUMNS: readonly MarkdownColumn[] = [
  { heading: '', align: 'left' },
  { heading: 'benchmark', align: 'left' },
  { heading: 'base → head', align: 'right' },
  { heading: 'time', align: 'right' },
  { heading: '95 %', align: 'left' },
  { heading: 'margin', align: 'right' },
];

function changedSections(report: GateReport): Section[] {
  const changed = report.rows.filter(({ verdict }) => verdict !== 'pass');
  const several = new Set(report.rows.map(({ engine }) => engine)).size > 1;
  const sections: Section[] = [];
  if (changed.length > 0) {
    const shown = changed.slice(0, MAX_CHANGED_ROWS);
    const more = changed.length > shown.length ? `\n\nand ${changed.length - shown.length} more, below` : '';
    const table = markdownTable(
      ROW_COLUMNS,
      shown.map((row) => rowCells(row, several)),
    );
    sections.push({ markdown: table + more, rank: 1, name: 'the changed benchmarks' });
    const broken = shown.filter(({ verdict }) => verdict === 'broken');
    if (broken.length > 0) {
      const lines = broken.map((row) => `- ${codeText(row.benchmark)}: ${codeText(row.reason, 200)}`);
      sections.push({ markdown: lines.join('\n'), rank: 3, name: 'why benchmarks are broken' });
    }
  }
  const others = otherFindings(report)
    .filter(({ verdict }) => verdict !== 'improved')
    .slice(0, MAX_CHANGED_ROWS);
  if (others.length > 0) {
    const rows = others.map((finding) => [
      `${SYMBOLS[finding.verdict]} ${finding.verdict}`,
      finding.kind === 'metric'
        ? `${codeText(finding.metric)} of ${codeText(finding.benchmark)}`
        : finding.kind === 'suite'
          ? 'the suite as a whole'
          : `stage ${finding.stage} against its target`,
      codeText(finding.engine),
      codeText(finding.reason, 200),
    ]);
    const columns = ['', 'what', 'engine', 'why'].map((heading) => ({ heading, align: 'left' as const }));
    sections.push({ markdown: markdownTable(columns, rows), rank: 2, name: 'findings beside benchmarks' });
  }
  return sections;
}

function rowCells(row: GateRow, several: boolean): string[] {
  const { base, head } = { base: row.baseSeconds, head: row.headSeconds };
  return [
    `${SYMBOLS[row.verdict]} ${row.waived ? 'waived' : row.verdict}`,
    several ? `${codeText(row.benchmark)} on ${codeText(row.engine)}` : codeText(row.benchmark),
    base === null || head === null ? '–' : `${formatSeconds(base)} → ${formatSeconds(head)}`,
    changeOf(row) || '–',
    intervalOf(row) || '–',
    row.verdict === 'broken' ? '–' : percent(row.margin),
  ];
}

function changeOf({ timeRatio }: GateRow): string {
  return timeRatio ? formatChange(timeRatio.value) : '';
}

function intervalOf({ timeRatio }: GateRow): string {
  if (!timeRatio || timeRatio.low === null || timeRatio.high === null) return '';
  return `${formatChange(timeRatio.low)} … ${formatChange(timeRatio.high)}`;
}

/** What most readers need not see: folded. */
function restSections(report: GateReport, maxRows: number): Section[] {
  const several = new Set(report.rows.map(({ engine }) => engine)).size > 1;
  const changed = report.rows.filter(({ verdict }) => verdict !== 'pass').slice(MAX_CHANGED_ROWS);
  const rest = [...changed, ...report.rows.filter(({ verdict }) => verdict === 'pass')];
  const sections: Section[] = [];
  if (rest.length > 0) {
    const shown = rest.slice(0, maxRows);
    const more = rest.length > shown.length ? `\n\nand ${rest.length - shown.length} more` : '';
    const table = markdownTable(
      ROW_COLUMNS,
      shown.map((row) => rowCells(row, several)),
    );
    const summary = `${plural(rest.length, 'other benchmark')}`;
    sections.push({ markdown: details(summary, table + more), rank: 6, name: 'the other benchmarks' });
  }
  if (report.stageTargets.length > 0) {
    sections.push({
      markdown: details('Stages against their targets', targetTable(report)),
      rank: 4,
      name: 'stages against targets',
    });
  }
  if (report.notCompared.length > 0) {
    const shown = report.notCompared.slice(0, 30);
    const lines = shown.map(
      ({ benchmark, engine, kind }) => `- ${codeText(benchmark)} on ${codeText(engine)}: ${kind}`,
    );
    if (report.notCompared.length > shown.length)
      lines.push(`- and ${report.notCompared.length - shown.length} more`);
    const summary = `${report.notCompared.length} not compared`;
    sections.push({ markdown: details(summary, lines.join('\n')), rank: 5, name: 'what was not compared' });
  }
  sections.push({
    markdown: details('Environment and method', methodOf(report)),
    rank: 3,
    name: 'environment and method',
  });
  return sections;
}

function targetTable({ stageTargets }: GateReport): string {
  const columns: MarkdownColumn[] = [
    { heading: 'stage', align: 'right' },
    { heading: 'target', align: 'right' },
    { heading: 'base', align: 'left' },
    { heading: 'head', align: 'left' },
  ];
  const standing = ({ speedup, low, high, verdict }: GateReport['stageTargets'][number]['base']): string =>
    `${formatFactor(speedup)}${low === null || high === null ? '' : ` (${formatFactor(low)}–${formatFactor(high)})`} ${verdict}`;
  return markdownTable(
    columns,
    stageTargets.map(({ stage, over, target, base, head }) => [
      String(stage),
      `×${formatFactor(target)} over ${over === 'total' ? 'stage 0' : 'the stage before'}`,
      standing(base),
      standing(head),
    ]),
  );
}

function methodOf({ environment, looks, sessions, calibration, method }: GateReport): string {
  const machine = Object.entries(environment.machine).slice(0, 12);
  return [
    `- ${plural(sessions, 'session')}, ${plural(looks.rounds, 'round')}, base and head ${environment.interleaved ? 'interleaved' : 'not interleaved'}`,
    ...(calibration
      ? [
          `- false failures of this gate: ${calibration.falseFailures} in ${plural(calibration.sessions, 'session')} without a change (below ${percent(calibration.falseFailureBound)} with 95 % confidence)`,
        ]
      : []),
    ...machine.map(([name, value]) => `- ${codeText(name, 40)}: ${codeText(String(value))}`),
    // Our own sentences: they hold numbers, and nothing that was measured.
    ...method.map((sentence) => `- ${sentence}`),
  ].join('\n');
}

function linkSections({ runUrl }: PublicationContext): Section[] {
  return runUrl === null ? [] : [{ markdown: `[Run and raw samples](${runUrl})`, rank: 0, name: '' }];
}

function waiverSections(report: GateReport, { headSha }: PublicationContext): Section[] {
  const lines = report.waivers.slice(0, 20).map((waiver) => `- ${describeWaiver(waiver, headSha)}`);
  return lines.length === 0 ? [] : [{ markdown: lines.join('\n'), rank: 1, name: 'waivers' }];
}

function describeWaiver(
  { benchmark, by, reason, source, headCommit, used }: Waiver,
  headSha: string | null,
): string {
  const what = benchmark === '*' ? 'everything' : codeText(benchmark);
  const bound = headCommit === null ? '' : ` for ${commitText(headCommit)}`;
  const stale = headCommit !== null && headCommit !== headSha ? '; it does not hold for this head' : '';
  return `${codeText(by)} waived ${what}${bound} by ${source}${reason === '' ? '' : `: ${codeText(reason, 200)}`}${stale}${used || stale !== '' ? '' : ' (there was nothing to waive)'}`;
}

function footerOf(
  report: GateReport,
  { baseSha, headSha, pull, waiverLabel, suite }: PublicationContext,
): string {
  const commits = `Suite ${codeText(suite)}, base ${commitText(baseSha)}, head ${commitText(headSha)}.`;
  if (pull === null) return commits;
  const waive =
    report.verdict === 'fail' || report.verdict === 'warn'
      ? ` To waive this head: comment ${codeText(`/stage-gate waive ${headSha} REASON`, 80)}, or add the label ${codeText(waiverLabel)}.`
      : '';
  return `${commits} To measure again: comment ${codeText('/stage-gate rerun')}.${waive}`;
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(1))} %`;
}
