/**
 * Numbers, verdicts and tables as HTML. Every number is a `<data>` element that carries the value of data.json beside
 * the text people read; a number nowhere else is a defect that a test finds.
 */
import type { TargetVerdict } from '../../../stages/index.ts';
import {
  formatBytes,
  formatChange,
  formatCount,
  formatFactor,
  formatPercent,
  formatSeconds,
} from '../../model/format.ts';
import { type Html, html } from '../../page/html.ts';
import type { SiteLinks } from '../model/input.ts';
import type { Estimate } from '../model/numbers.ts';
import type { Standing } from '../model/stages.ts';

export type NumberKind = 'factor' | 'seconds' | 'change' | 'bytes' | 'percent' | 'count';

const FORMATS: Readonly<Record<NumberKind, (value: number) => string>> = {
  factor: formatFactor,
  seconds: formatSeconds,
  change: formatChange,
  bytes: formatBytes,
  percent: formatPercent,
  count: formatCount,
};

export function formatNumber(kind: NumberKind, value: number): string {
  return FORMATS[kind](value);
}

export function number(kind: NumberKind, value: number | null): Html {
  if (value === null) return html`<span class="soft" title="not known">—</span>`;
  // The kind is left out where it is the usual one: there are many numbers.
  return kind === 'factor'
    ? html`<data value="${value}">${formatFactor(value)}</data>`
    : html`<data value="${value}" data-as="${kind}">${formatNumber(kind, value)}</data>`;
}

export const factor = (value: number | null): Html => number('factor', value);
export const seconds = (value: number | null): Html => number('seconds', value);
export const count = (value: number): Html => number('count', value);

/** The ends of a 95 % interval. */
export function interval({ low, high }: Estimate): Html {
  if (low === null || high === null)
    return html`<span class="soft" title="no interval: too few rounds">?</span>`;
  return html`<span class="interval">${factor(low)}–${factor(high)}</span>`;
}

export type Verdict = TargetVerdict | 'slower';

const VERDICTS: Readonly<Record<Verdict, readonly [symbol: string, word: string]>> = {
  met: ['▲', 'met'],
  missed: ['=', 'missed'],
  slower: ['▼', 'slower'],
  inconclusive: ['?', 'inconclusive'],
  broken: ['✗', 'broken'],
};

/** Symbol and word: colour never stands alone. */
export function verdict(value: Verdict): Html {
  const [symbol, word] = VERDICTS[value];
  return html`<span class="verdict ${value}"><span aria-hidden="true">${symbol}</span> ${word}</span>`;
}

/** A target's verdict is missed (▼) where a benchmark's is only short of the target (=). */
export function targetVerdict(value: TargetVerdict): Html {
  return value === 'missed'
    ? html`<span class="verdict missed"><span aria-hidden="true">▼</span> missed</span>`
    : verdict(value);
}

export function standingCells(standing: Standing | null): Html[] {
  if (!standing) return [html``, html``, html``, html``];
  const { speedup, target, verdict: judged } = standing;
  return [factor(speedup.value), interval(speedup), factor(target), targetVerdict(judged)];
}

export interface TableColumn {
  readonly heading: string;
  readonly align?: 'left' | 'right';
  /** Left out on narrow screens: what a reader can do without. */
  readonly minor?: boolean;
}

type Cell = Html | string;

/** The first cell of a row is its heading. */
export function table(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
): Html {
  const classOf = ({ align, minor }: TableColumn, index: number): Html => {
    const names = [align === 'left' || (index === 0 && align !== 'right') ? 'l' : '', minor ? 'minor' : ''];
    const given = names.filter(Boolean).join(' ');
    return given ? html` class="${given}"` : html``;
  };
  const classes = columns.map(classOf);
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ heading }, index) => html`<th scope="col"${classes[index]!}>${heading}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr>${row.map((cell, index) =>
      index === 0
        ? html`<th scope="row"${classes[index]!}>${cell}</th>`
        : html`<td${classes[index] ?? ''}>${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table></div>`;
}

/** A sentence in which an interval is not broken over two lines. */
export function sentence(text: string): Html {
  const parts = text.split(/([\d.]+–[\d.]+)/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<span class="nowrap">${part}</span>` : html`${part}`))}`;
}

/** A chart with its heading, and the table under it. */
export function figure(
  id: string,
  heading: string,
  explanation: Html | string,
  chart: Html | null,
  under: Html,
): Html {
  return html`<section class="figure" aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<p class="explanation">${explanation}</p>
${chart ? html`<div class="chart">${chart}</div>` : html``}
${under}
</section>`;
}

export function folded(summary: string, content: Html): Html {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

/** `28 Nov 2026, 10:26 UTC`. */
export function moment(iso: string, withTime = true): Html {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`<span>${iso}</span>`;
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]!} ${date.getUTCFullYear()}`;
  const text = withTime ? `${day}, ${iso.slice(11, 16)} UTC` : day;
  return html`<time datetime="${iso}">${text}</time>`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function commit(sha: string, { repository }: SiteLinks): Html {
  const short = html`<code>${sha.slice(0, 10)}</code>`;
  if (repository === null || !/^[0-9a-f]{7,64}$/.test(sha)) return short;
  return html`<a href="${repository}/commit/${sha}">${short}</a>`;
}

export function rawFile(file: string, root: string, { history }: SiteLinks): Html {
  if (history === null) return html`<code>${file}</code>`;
  const address = file.split('/').map(encodeURIComponent).join('/');
  return html`<a href="${/^https?:/.test(history) ? '' : root}${history}${address}">${file.split('/').at(-1)!}</a>`;
}
