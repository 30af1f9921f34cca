/** Parts of formatted string literals. */
import {
  ascii,
  asStr,
  type Escapes,
  type Pure,
  type PyObject,
  repr,
  str,
  strConcatAll,
} from '../../objects/index.ts';

export function convertValue(value: PyObject, conversion: number): Escapes<PyObject> {
  switch (conversion) {
    case 1:
      return str(value);
    case 2:
      return repr(value);
    default:
      return ascii(value);
  }
}

/** Joins strs. Plain ones need no look at their code points: the result is plain. */
export function joinStrings(parts: readonly PyObject[]): Pure<PyObject> {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (typeof part !== 'string') return joinWide(parts);
    text += part;
  }
  return text;
}

function joinWide(parts: readonly PyObject[]): PyObject {
  // An object's own `__format__` may return an instance of a subclass of str.
  return strConcatAll(parts.map((part) => asStr(part)!));
}
