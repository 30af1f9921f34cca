/** What all pages share: head, policy, header with the way to every page, footer. */
import { type Html, html } from '../../page/html.ts';
import type { SiteFrame } from '../model/site.ts';

export interface Page {
  /** From the site's root: `stages/2.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence: for search results, previews and the social image. */
  readonly description: string;
  /** All that title, description and body are made from, besides the frame: the page is made anew when it changes. */
  readonly inputs: unknown;
  readonly body: () => Html;
  /** Only the compare page has a script, and it is a file of ours. */
  readonly script?: string;
}

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** `../` for a page in a folder, nothing for one in the root. */
export function rootOf(path: string): string {
  return '../'.repeat(path.split('/').length - 1);
}

export function layout(frame: SiteFrame, page: Page): string {
  const { path, title, description, body, script } = page;
  const root = rootOf(path);
  const policy = script ? `${POLICY}; script-src 'self'` : POLICY;
  const whole = path === 'index.html' ? frame.title : `${title} · ${frame.title}`;
  const { site: address } = frame.links;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${whole}</title>
<meta name="description" content="${description}">
<meta property="og:title" content="${whole}">
<meta property="og:description" content="${description}">
<meta property="og:type" content="website">
${
  address === null
    ? html``
    : html`<meta property="og:url" content="${address}${path}">
<meta property="og:image" content="${address}social/${socialName(path)}">
`
}<link rel="stylesheet" href="${root}style.css">
<link rel="icon" type="image/svg+xml" href="${root}icon.svg">
<link rel="alternate" type="application/atom+xml" title="Releases and changes" href="${root}feed.xml">
${script ? html`<script defer src="${root}${script}"></script>\n` : html``}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="site">
<a class="brand" href="${root}index.html"><img src="${root}icon.svg" alt="" width="22" height="22"><span>${frame.title}</span></a>
${navigation(frame, path, root)}
</header>
<main id="content" tabindex="-1">
${body()}
</main>
<footer>
<p><a href="${root}data.json">Every number here as JSON</a> · <a href="${root}feed.xml">Atom feed</a> · <a href="${root}trust.html">How this is measured</a></p>
</footer>
</body>
</html>
`;
  return document.text;
}

function navigation(frame: SiteFrame, path: string, root: string): Html {
  const link = (target: string, text: string, isHere = path === target): Html =>
    html`<li><a href="${root}${target}"${isHere ? html` aria-current="page"` : html``}>${text}</a></li>`;
  return html`<nav aria-label="Pages"><ul>
${link('index.html', 'Overview')}
<li class="group"><span>Stages</span><ul>${frame.stages.map(({ id }) => link(`stages/${id}.html`, String(id)))}</ul></li>
${link('benchmarks/index.html', 'Benchmarks', path.startsWith('benchmarks/'))}
${link('releases/index.html', 'Releases', path.startsWith('releases/'))}
${link('engines.html', 'Engines')}
${link('compare.html', 'Compare')}
${link('edges.html', 'Sharp edges')}
${link('trust.html', 'Trust')}
</ul></nav>`;
}

/** The name of a page's social image. */
export function socialName(path: string): string {
  return `${path.replace(/\.html$/, '').replaceAll('/', '-')}.svg`;
}
