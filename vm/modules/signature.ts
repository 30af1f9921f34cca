/** Host functions by a signature in Python's words. */
import {
  type KeywordNames,
  type MethodDef,
  type Parameters,
  type PyObject,
  parseArguments,
} from '../objects/index.ts';

/** Parameters as `name`, `name=` (optional by position) and after `*` by keyword only; `/` as in Python. */
export function signature(
  text: string,
  doc: string,
  body: (args: readonly (PyObject | undefined)[], name: string, self: PyObject) => PyObject,
): MethodDef {
  const open = text.indexOf('(');
  const name = text.slice(0, open);
  const list = text.slice(open + 1, -1);
  if (list === '') return { kind: 'NOARGS', name, doc, call: (self) => body([], name, self) };
  // Most functions of a module are never called.
  let parameters: Parameters | undefined;
  return {
    kind: 'KEYWORDS',
    name,
    doc,
    call(self: PyObject, args: readonly PyObject[], keywords: KeywordNames) {
      parameters ??= parse(name, list);
      return body(parseArguments(parameters, args, keywords), name, self);
    },
  };
}

function parse(name: string, list: string): Parameters {
  const names: string[] = [];
  let positional: number | undefined;
  let positionalOnly = 0;
  let required = 0;
  for (const part of list.split(', ')) {
    if (part === '*') positional = names.length;
    else if (part === '/') positionalOnly = names.length;
    else {
      names.push(part.replace(/=$/, ''));
      if (!part.endsWith('=')) required = names.length;
    }
  }
  return { name, names, positional: positional ?? names.length, required, positionalOnly };
}
