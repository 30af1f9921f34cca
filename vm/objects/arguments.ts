/** Arguments of host functions that take keywords, with the messages of CPython's Python/getargs.c. */
import type { Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { KeywordNames } from './host-types.ts';
import type { PyObject } from './object.ts';

export interface Parameters {
  /** Name of the function in messages, without parentheses. */
  readonly name: string;
  /** Parameter names in order. */
  readonly names: readonly string[];
  /** How many may be given by position; the rest is keyword-only. */
  readonly positional: number;
  /** How many at the front must be given. */
  readonly required: number;
  /** How many at the front cannot be given by name. */
  readonly positionalOnly?: number;
}

/** The arguments in order of the parameters, `undefined` where not given. */
export function parseArguments(
  parameters: Parameters,
  args: readonly PyObject[],
  keywords: KeywordNames,
): Raises<(PyObject | undefined)[]> {
  const { name, names, positional, required, positionalOnly = 0 } = parameters;
  const keywordCount = keywords === null ? 0 : keywords.length;
  const given = args.length - keywordCount;
  if (given > positional) tooMany(parameters, given, keywordCount);
  const values: (PyObject | undefined)[] = [];
  for (let index = 0; index < names.length; index++) values.push(index < given ? args[index] : undefined);
  for (let keyword = 0; keyword < keywordCount; keyword++) {
    const key = keywords![keyword]!;
    const index = names.indexOf(key, positionalOnly);
    if (index < 0) raiseTypeError(`${name}() got an unexpected keyword argument '${key}'`);
    if (index < given)
      raiseTypeError(`argument for ${name}() given by name ('${key}') and position (${index + 1})`);
    values[index] = args[given + keyword];
  }
  for (let index = 0; index < required; index++) {
    if (values[index] !== undefined) continue;
    if (index >= positionalOnly)
      raiseTypeError(`${name}() missing required argument '${names[index]}' (pos ${index + 1})`);
    const least = positionalOnly < required || names.length > required ? 'at least' : 'exactly';
    raiseTypeError(
      `${name}() takes ${least} ${positionalOnly} positional ${plural(positionalOnly)} (${given} given)`,
    );
  }
  return values;
}

function tooMany(
  { name, names, positional, required }: Parameters,
  given: number,
  keywordCount: number,
): never {
  if (positional === 0) raiseTypeError(`${name}() takes no positional arguments`);
  const word = names.length > positional ? 'positional ' : '';
  const most = required >= (word === '' ? names.length : positional) ? 'exactly' : 'at most';
  const total = word === '' ? given + keywordCount : given;
  raiseTypeError(`${name}() takes ${most} ${positional} ${word}${plural(positional)} (${total} given)`);
}

function plural(count: number): string {
  return count === 1 ? 'argument' : 'arguments';
}
