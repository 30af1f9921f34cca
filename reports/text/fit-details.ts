/** What a fit knows beyond the stage table: platforms, forecast, groups, what holds a stage back, and HPT. */
import type { LadderFit, StageStanding } from '../../stages/index.ts';
import { formatFactor, formatInterval, plural } from '../model/format.ts';
import { formatTable } from './table.ts';

const MOST_SHOWN = 5;

export function formatFitDetails(fit: LadderFit): string {
  const lines: string[] = [''];
  for (const { name, stage, target, speedup, verdict } of fit.platforms) {
    lines.push(
      `platform ${name}: stage ${stage} ${speedup ? `×${formatFactor(speedup.value)} (${formatInterval(speedup)})` : ''} against ×${formatFactor(target)}: ${verdict}`,
    );
  }
  if (fit.projection) {
    const { total, target, verdict } = fit.projection;
    lines.push(
      `forecast: ×${formatFactor(total.value)} (${formatInterval(total)}) after all stages at this pace, target ×${formatFactor(target)}: ${verdict}`,
    );
  }
  const groups = fit.stages.at(-1)?.groups ?? [];
  if (groups.length > 0) lines.push('', formatGroups(fit.stages));
  lines.push('', ...fit.stages.flatMap(formatStage));
  return `${lines.join('\n')}\n`;
}

function formatGroups(stages: readonly StageStanding[]): string {
  const names = [...new Set(stages.flatMap(({ groups }) => groups.map(({ group }) => group)))];
  return formatTable(
    [
      { heading: 'group', align: 'left' },
      { heading: 'benchmarks', align: 'right' },
      ...stages.map(({ id }) => ({ heading: `stage ${id}`, align: 'right' as const })),
    ],
    names.map((name) => {
      const cells = stages.map(({ groups }) => groups.find(({ group }) => group === name));
      return [
        name,
        String(cells.find((cell) => cell)?.benchmarks ?? 0),
        ...cells.map((cell) =>
          cell ? `×${formatFactor(cell.speedup.value)} (${formatInterval(cell.speedup)})` : '',
        ),
      ];
    }),
  );
}

function formatStage({ id, influence, hpt }: StageStanding): string[] {
  const holding = influence
    .slice(0, MOST_SHOWN)
    .map(
      ({ benchmark, speedup, factor }) =>
        `${benchmark} ×${formatFactor(speedup)} (mean ${((factor - 1) * 100).toFixed(1).replace('-', '−')} %)`,
    );
  const atLeast = hpt.speedup === null ? '' : `, by at least ×${formatFactor(hpt.speedup)}`;
  return [
    `stage ${id} is held back most by ${holding.join(', ') || 'nothing'} (of ${plural(influence.length, 'benchmark')})`,
    `  HPT: faster than stage 0 with confidence ${hpt.confidence.toFixed(3)}${atLeast} (shown, not judged)`,
  ];
}
