/** Arguments of host functions that take keywords, with the messages of CPython's Python/getargs.c. */

import type { Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { KeywordNames } from './host-types.ts';
import type { PyObject } from './object.ts';
import { didYouMean } from './suggestions.ts';

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
  if (args.length > names.length) tooManyInAll(parameters, given, keywordCount);
  if (given > positional) tooMany(parameters, given);
  const values: (PyObject | undefined)[] = [];
  for (let index = 0; index < names.length; index++) values.push(index < given ? args[index] : undefined);
  for (let keyword = 0; keyword < keywordCount; keyword++) {
    const key = keywords![keyword]!;
    const index = names.indexOf(key, positionalOnly);
    if (index < 0) {
      const hint = didYouMean(names.slice(positionalOnly), key);
      raiseTypeError(`${name}() got an unexpected keyword argument '${key}'${hint}`);
    }
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

/**
 * Values of the keyword-only parameters of a function that takes any number of positional arguments. `limited`: their
 * number is checked first, as by functions that look at their keywords apart.
 */
export function parseKeywords(
  name: string,
  keywords: readonly string[],
  args: readonly PyObject[],
  names: KeywordNames,
  limited = true,
): Raises<(PyObject | undefined)[]> {
  const values: (PyObject | undefined)[] = keywords.map(() => undefined);
  if (names === null) return values;
  if (limited && names.length > keywords.length)
    raiseTypeError(
      `${name}() takes at most ${keywords.length} keyword ${plural(keywords.length)} (${names.length} given)`,
    );
  const given = args.length - names.length;
  for (const [position, key] of names.entries()) {
    const index = keywords.indexOf(key);
    if (index < 0)
      raiseTypeError(`${name}() got an unexpected keyword argument '${key}'${didYouMean(keywords, key)}`);
    values[index] = args[given + position];
  }
  return values;
}

/** More arguments than there are parameters; "keyword" keeps the message right where all were given by name. */
function tooManyInAll({ name, names, required }: Parameters, given: number, keywordCount: number): never {
  const most = required >= names.length ? 'exactly' : 'at most';
  const word = given === 0 ? 'keyword ' : '';
  raiseTypeError(
    `${name}() takes ${most} ${names.length} ${word}${plural(names.length)} (${given + keywordCount} given)`,
  );
}

function tooMany({ name, positional, required }: Parameters, given: number): never {
  if (positional === 0) raiseTypeError(`${name}() takes no positional arguments`);
  const most = required >= positional ? 'exactly' : 'at most';
  raiseTypeError(`${name}() takes ${most} ${positional} positional ${plural(positional)} (${given} given)`);
}

function plural(count: number): string {
  return count === 1 ? 'argument' : 'arguments';
}
