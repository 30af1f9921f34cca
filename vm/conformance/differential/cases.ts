/**
 * Case files: plain Python, in which every statement at column 0 is one case. A case is evaluated like a line at the
 * prompt: the repr of an expression's value is printed, an exception as `Type: message`. The cases of a file share a
 * namespace and go on after one that fails, so a line is a whole test.
 */

export interface Case {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly source: string;
}

/** Lines that go on with the statement above them although they stand at column 0. */
const CONTINUATION = /^(?:[ \t)\]}#]|$|(?:else|elif|except|finally)\b|''')/;
const DECORATOR = /^@/;

/** Splits a case file; comments and blank lines at column 0 between statements belong to no case. */
export function casesOf(file: string, text: string): Case[] {
  const cases: { file: string; line: number; lines: string[] }[] = [];
  let decorated = false;
  text.split('\n').forEach((line, index) => {
    const open = cases.at(-1);
    if (open !== undefined && (decorated || CONTINUATION.test(line))) open.lines.push(line);
    else if (line !== '' && !line.startsWith('#')) cases.push({ file, line: index + 1, lines: [line] });
    decorated = DECORATOR.test(line);
  });
  return cases.map(({ lines, ...place }) => ({ ...place, source: `${lines.join('\n').trimEnd()}\n` }));
}

/** Stands before the output of each case; no program prints it. */
const MARK = '\x1e';

/**
 * One Python program that runs all cases, a namespace a file, and prints the mark and the index of each before it. It
 * uses nothing but built-in functions, so that it runs where nothing else does yet.
 */
export function programOf(cases: readonly Case[]): string {
  const files = [...new Set(cases.map(({ file }) => file))];
  const rows = cases.map(({ file, source }) => `    (${files.indexOf(file)}, ${pythonLiteral(source)}),`);
  return [
    '_cases = [',
    ...rows,
    ']',
    'def _run(source, namespace):',
    '    try:',
    '        try:',
    "            code = compile(source, '<case>', 'eval')",
    '        except SyntaxError:',
    "            exec(compile(source, '<case>', 'exec'), namespace)",
    '        else:',
    '            value = eval(code, namespace)',
    '            if value is not None:',
    '                print(repr(value))',
    '    except BaseException as error:',
    '        try:',
    "            print(type(error).__name__ + ': ' + str(error))",
    '        except BaseException as second:',
    "            print(type(error).__name__ + ' whose text raises ' + type(second).__name__)",
    `_namespaces = [{'__name__': 'case'} for _ in range(${files.length})]`,
    'for _index, (_file, _source) in enumerate(_cases):',
    `    print('\\x1e' + str(_index), flush=True)`,
    '    _run(_source, _namespaces[_file])',
    '',
  ].join('\n');
}

/** What each case printed; `undefined` where the program ended before it. */
export function outputsOf(count: number, printed: string): (string | undefined)[] {
  const outputs: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const part of printed.split(MARK).slice(1)) {
    const end = part.indexOf('\n');
    outputs[Number(part.slice(0, end))] = part.slice(end + 1);
  }
  return outputs;
}

/** A Python string literal in ASCII. */
function pythonLiteral(text: string): string {
  const escaped = text.replace(/[\\'\n]|[^ -~]/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\\' || character === "'") return `\\${character}`;
    return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`;
  });
  return `'${escaped}'`;
}
