/**
 * Text that others wrote (names of benchmarks and engines, reasons, error output), made harmless in Markdown, in plain
 * fields and on a job's log.
 *
 * In Markdown it stands in `<code>`, every character that is not a letter or digit as a numeric entity: backticks would
 * leave the text a way out, and entities are resolved after Markdown has been parsed, so that neither mention, HTML,
 * emphasis nor table cell can begin. Bare addresses are looked for in the text that is left then, in a raw `<code>` too
 * (cmark-gfm's extension autolink, for addresses of mail): an empty `<wbr>` before `@`, `:` and `.` parts them.
 */
import { randomBytes } from 'node:crypto';

const MAX_CHARACTERS = 120;

/**
 * One line without what is invisible or turns the reading direction: NFKC (so that full-width and styled letters are
 * plain ones), control, format (bidi, zero-width, tags), surrogate, private and unassigned characters removed, runs of
 * blanks made one, cut to `limit` characters.
 */
export function plainText(text: string, limit = MAX_CHARACTERS): string {
  // Longer input is cut before it is normalised: the work stays bounded.
  const line = text
    .slice(0, limit * 8)
    .normalize('NFKC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    // More than two marks on one letter reach into the lines above and below.
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}

/** For Markdown and for HTML inside it: `<code>…</code>`. */
export function codeText(text: string, limit?: number): string {
  const escaped = plainText(text, limit).replace(/[^\p{L}\p{N}]/gu, (character) => {
    const entity = `&#${character.codePointAt(0)};`;
    return PARTS_ADDRESSES.includes(character) ? `<wbr>${entity}` : entity;
  });
  return `<code>${escaped === '' ? '&#45;' : escaped}</code>`;
}

const PARTS_ADDRESSES = ['@', ':', '.'];

/**
 * For a job's log, where a line that begins with `::` is a command to the runner: the text stands between a stop and a
 * start that only we can write.
 */
export function withCommandsStopped(text: string, token: string = randomBytes(16).toString('hex')): string {
  return `::stop-commands::${token}\n${text.replaceAll(token, '')}\n::${token}::\n`;
}

/** The value of a workflow command such as `::error::…`. */
export function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
