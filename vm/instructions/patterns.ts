/** Structural pattern matching (language reference 8.6.4; PEP 634). */
import type { PyObject } from '../objects/index.ts';
import { lengthOf } from '../objects/index.ts';
import { instruction } from './define.ts';
import type { Oparg } from './primitives.ts';
import { matchClass, matchesMapping, matchesSequence, matchKeys } from './runtime/patterns.ts';

export const MATCH_SEQUENCE = instruction({
  effect: 'Reads',
  outOfLine: true,
  execute(subject: PyObject): [subject: PyObject, matches: PyObject] {
    const matches = matchesSequence(subject);
    return [subject, matches];
  },
});

export const MATCH_MAPPING = instruction({
  effect: 'Reads',
  outOfLine: true,
  execute(subject: PyObject): [subject: PyObject, matches: PyObject] {
    const matches = matchesMapping(subject);
    return [subject, matches];
  },
});

/** Pushes the tuple of the values under `keys`, or None when one of them is missing. */
export const MATCH_KEYS = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(subject: PyObject, keys: PyObject): [subject: PyObject, keys: PyObject, values: PyObject] {
    const values = matchKeys(subject, keys);
    return [subject, keys, values];
  },
});

/** The tuple of `oparg` positional and then the named attributes, or None when the subject does not match. */
export const MATCH_CLASS = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(subject: PyObject, type: PyObject, names: PyObject, oparg: Oparg): PyObject {
    return matchClass(subject, type, names, oparg);
  },
});

export const GET_LEN = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(subject: PyObject): [subject: PyObject, length: PyObject] {
    const length = lengthOf(subject);
    return [subject, length];
  },
});
