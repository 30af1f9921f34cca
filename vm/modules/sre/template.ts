/** Replacements with references to groups (CPython: Modules/_sre/sre.c, _sre_template_impl, expand_template). */
import {
  asBytes,
  createBuiltinType,
  type Escapes,
  newBytes,
  ObjectType,
  PyList,
  type PyMatch,
  type PyObject,
  PyPatternTemplate,
  type PyType,
  raiseTypeError,
  raiseValueError,
  type StrValue,
  strConcatAll,
} from '../../objects/index.ts';
import { groupText } from './match.ts';

/** Parts put together: strs, or bytes where the first of them is bytes. */
export function joinParts(parts: readonly PyObject[], isBytes: boolean): Escapes<PyObject> {
  if (!isBytes) return strConcatAll(parts as readonly StrValue[]);
  const pieces = parts.map((part) => asBytes(part) ?? raiseTypeError('expected a bytes-like object'));
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return newBytes(joined);
}

/** The text that a template gives for a match; groups that took no part are empty. */
export function expandTemplate(
  template: PyPatternTemplate,
  match: PyMatch,
  isBytes: boolean,
): Escapes<PyObject> {
  const empty: PyObject = isBytes ? newBytes(new Uint8Array(0)) : '';
  const parts: PyObject[] = [template.literal];
  template.groups.forEach((group, i) => {
    parts.push(groupText(match, group, empty), template.texts[i]!);
  });
  return joinParts(parts, isBytes);
}

/** From [text, group, text, group, text, …], as `re._parser.parse_template` gives it. */
export function newTemplate(type: PyType, list: PyObject): PyPatternTemplate {
  if (!(list instanceof PyList) || list.items.length % 2 === 0) raiseTypeError('invalid template');
  const [literal, ...rest] = list.items as [PyObject, ...PyObject[]];
  const groups: number[] = [];
  const texts: PyObject[] = [];
  for (let i = 0; i < rest.length; i += 2) {
    const group = rest[i];
    if (typeof group !== 'number' || group < 0) raiseValueError('invalid template');
    groups.push(group);
    texts.push(rest[i + 1]!);
  }
  return new PyPatternTemplate(type, literal, groups, texts);
}

export function createTemplateType(): PyType {
  return createBuiltinType('_sre.SRE_Template', 'PyPatternTemplate', ObjectType, {
    final: true,
    methods: [
      {
        kind: 'O',
        name: '_expand',
        call: (self, match) => {
          const template = self as PyPatternTemplate;
          return expandTemplate(template, match as PyMatch, asBytes(template.literal) !== undefined);
        },
      },
    ],
  });
}
