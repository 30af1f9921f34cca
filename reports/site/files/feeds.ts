/** What other programs read: badge, shields endpoint, Atom feed, social images. */
import { createHash } from 'node:crypto';
import { formatChange, formatFactor } from '../../model/format.ts';
import { html, plainText } from '../../page/html.ts';
import type { Site } from '../model/site.ts';
import { slugOf } from '../model/slug.ts';
import type { Page } from '../pages/layout.ts';

interface Badge {
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'red' | 'yellow' | 'lightgrey';
}

export function badgeOf({ overview: { ladder } }: Site): Badge {
  const last = ladder.findLast(({ total }) => total !== null);
  const value = last?.total?.speedup.value ?? null;
  if (!last?.total || value === null) return { label: 'stages', message: 'not measured', color: 'lightgrey' };
  const [symbol, color] = (
    {
      met: ['▲', 'brightgreen'],
      missed: ['▼', 'red'],
      broken: ['✗', 'red'],
      inconclusive: ['?', 'yellow'],
    } as const
  )[last.total.verdict];
  return {
    label: `stage ${last.id}`,
    message: `×${formatFactor(value)} of ×${formatFactor(last.total.target)} ${symbol}`,
    color,
  };
}

/** https://shields.io/badges/endpoint-badge */
export function shieldsEndpoint(site: Site): string {
  return `${JSON.stringify({ schemaVersion: 1, ...badgeOf(site) })}\n`;
}

const BADGE_COLOURS = {
  brightgreen: '#2a7d3f',
  red: '#b3352b',
  yellow: '#806600',
  lightgrey: '#6b7280',
} as const;

export function badgeSvg(site: Site): string {
  const { label, message, color } = badgeOf(site);
  // The width of 11 px Verdana, near enough: textLength fits the letters into it.
  const widthOf = (text: string): number => Math.round([...text].length * 6.6 + 12);
  const [left, right] = [widthOf(label), widthOf(message)];
  const text = (words: string, x: number, width: number) =>
    html`<text x="${x + width / 2}" y="14" textLength="${width - 12}" lengthAdjust="spacingAndGlyphs">${words}</text>`;
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${message}"><title>${label}: ${message}</title><rect width="${left}" height="20" fill="#434c57"/><rect x="${left}" width="${right}" height="20" fill="${BADGE_COLOURS[color]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">${text(label, 0, left)}${text(message, left, right)}</g></svg>`
      .text
  }\n`;
}

/** As many entries are kept. */
const FEED_ENTRIES = 50;

/** Atom (RFC 4287): frozen releases and changes of level, newest first. */
export function atomFeed(site: Site): string {
  const { frame, releases, changes, updated } = site;
  const entries = [
    ...releases.flatMap(({ release, slug, released, headline, title }) =>
      released === null
        ? []
        : [
            {
              at: `${released}T00:00:00Z`,
              title: `${release}: ${title}`,
              text: headline,
              link: `releases/${slug}.html`,
            },
          ],
    ),
    ...changes.map(({ benchmark, engine, created, timeRatio, sha, shaBefore }) => ({
      at: created,
      title: `${benchmark} on ${engine}: time ${formatChange(timeRatio)}`,
      text: `Between commits ${shaBefore} and ${sha}.`,
      link: `benchmarks/${slugOf(benchmark)}.html`,
    })),
  ]
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, FEED_ENTRIES);
  const base = frame.links.site ?? '';
  return `<?xml version="1.0" encoding="utf-8"?>\n${
    html`<feed xmlns="http://www.w3.org/2005/Atom">
<title>${frame.title}</title>
<subtitle>Releases and changes of level</subtitle>
<id>${identifier(`${base}\n${frame.title}`)}</id>
<updated>${updated}</updated>
<author><name>stage-report</name></author>
<link rel="self" href="${base}feed.xml"/>
<link rel="alternate" type="text/html" href="${base}index.html"/>
${entries.map(
  ({ at, title, text, link }) => html`<entry>
<title>${title}</title>
<id>${identifier(`${at}\n${title}`)}</id>
<updated>${at}</updated>
<link rel="alternate" type="text/html" href="${base}${link}"/>
<summary>${text}</summary>
</entry>
`,
)}</feed>
`.text
  }`;
}

/** The same entry has the same identifier in every build. */
function identifier(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 1200 × 630, the size that previews expect. */
export function socialImage(site: Site, { title, description }: Page): string {
  const lines = wrap(plainText(description), 44, 6);
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630" font-family="system-ui,sans-serif"><rect width="1200" height="630" fill="#fcfcfb"/><path transform="translate(80 70) scale(3)" d="M2 22h20V4h-4v4.500h-4v4.500h-4v4.500H6V20H2z" fill="#0b5cad"/><text x="172" y="122" font-size="32" fill="#59636f">${site.frame.title}</text><text x="80" y="230" font-size="60" font-weight="700" fill="#1a2129">${wrap(plainText(title), 32, 1)[0] ?? ''}</text>${lines.map(
      (line, index) =>
        html`<text x="80" y="${310 + index * 52}" font-size="38" fill="#1a2129">${line}</text>`,
    )}</svg>`.text
  }\n`;
}

/** Lines of at most `width` characters, at most `most` of them; what does not fit ends in "…". */
function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(/\s+/)
    .flatMap((part) => part.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    if (line && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) lines.push(line);
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, width - 1)}…`];
}
