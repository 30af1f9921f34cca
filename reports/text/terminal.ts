/**
 * Text for people on standard output. Verdicts have a symbol and a word; on a terminal they have a colour as well,
 * unless NO_COLOR is set (https://no-color.org) or the terminal is dumb.
 */

const CODES = { green: 32, red: 31, yellow: 33 } as const;
const COLOURS: readonly (readonly [RegExp, keyof typeof CODES])[] = [
  [/▲(?: \w+)?/g, 'green'],
  [/[▼✗](?: \w+)?/g, 'red'],
  [/\? inconclusive|! warn\w*/g, 'yellow'],
];

export function showText(text: string): void {
  process.stdout.write(hasColour(process.stdout.isTTY, process.env) ? colourVerdicts(text) : text);
}

export function hasColour(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  return isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

export function colourVerdicts(text: string): string {
  return COLOURS.reduce(
    (painted, [pattern, colour]) =>
      painted.replace(pattern, (word) => `\u001b[${CODES[colour]}m${word}\u001b[39m`),
    text,
  );
}
