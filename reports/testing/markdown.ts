/**
 * Reads posted Markdown as GitHub does (CommonMark with GFM), then finds what GitHub itself would make of the text that
 * is left: mentions, references to issues, commits and closing keywords, which it looks for outside code and links.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export interface ReadMarkdown {
  readonly links: readonly string[];
  readonly images: number;
  /** HTML elements and comments, as written. */
  readonly html: readonly string[];
  /** `@name`, `#12`, `owner/repo#12`, full commit ids, URLs, and words that close issues. */
  readonly references: readonly string[];
  readonly headings: readonly string[];
  /** Rows of each table, its heading row counted. */
  readonly tableRows: readonly number[];
  /** All visible text. */
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly value?: string;
  readonly url?: string;
}

const REFERENCES =
  /@[\w-]+|(?:[\w.-]+\/[\w.-]+)?#\d+|\bGH-\d+|\b[0-9a-f]{40}\b|\bhttps?:\/\/\S+|\bwww\.\S+|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s+\S*#/gi;

export function readMarkdown(markdown: string): ReadMarkdown {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
  const html: string[] = [];
  const links: string[] = [];
  const headings: string[] = [];
  const tableRows: number[] = [];
  let images = 0;
  let text = '';
  let searched = '';
  // `<code>` begins and ends in nodes of its own: what stands between is code.
  let inCode = 0;
  const visit = (node: Node): void => {
    if (node.type === 'html') {
      html.push(node.value!);
      inCode +=
        (node.value!.match(/<code\b/gi)?.length ?? 0) - (node.value!.match(/<\/code>/gi)?.length ?? 0);
    } else if (node.type === 'link' || node.type === 'linkReference' || node.type === 'definition')
      links.push(node.url ?? '');
    else if (node.type.startsWith('image')) images += 1;
    else if (node.type === 'table') tableRows.push(node.children!.length);
    else if (node.type === 'heading') headings.push(textOf(node));
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') {
      text += node.value;
      if (node.type === 'text' && inCode === 0) searched += node.value;
    }
    for (const child of node.children ?? []) visit(child);
    if (['paragraph', 'heading', 'tableCell', 'listItem'].includes(node.type)) {
      text += '\n';
      searched += '\n';
    }
  };
  visit(tree);
  return { links, images, html, references: searched.match(REFERENCES) ?? [], headings, tableRows, text };
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
