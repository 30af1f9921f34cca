/** Template strings: `Template` and `Interpolation` of `string.templatelib` (PEP 750; CPython: Objects/templateobject.c). */
import { parseArguments } from './arguments.ts';
import { getAttribute } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import type { Escapes, Writes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyHostIterator, PyInterpolation, PyTemplate, type PyTuple } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { StrValue } from './host-types.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { lengthOf, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { isStr, newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName } from './typeof.ts';
import { HostIteratorType, InterpolationType, TemplateType } from './types.ts';

export function newTemplate(strings: PyObject, interpolations: PyObject): Writes<PyObject> {
  return new PyTemplate(TemplateType, strings as PyTuple, interpolations as PyTuple);
}

const CONVERSIONS: readonly PyObject[] = [null, 's', 'r', 'a'];

/** From value, source text and, where given, the format spec. */
export function newInterpolation(parts: readonly PyObject[], conversion: number): Writes<PyObject> {
  const [value, expression, spec = ''] = parts as [PyObject, PyObject, PyObject?];
  return new PyInterpolation(InterpolationType, value, expression, CONVERSIONS[conversion] ?? null, spec);
}

const asTemplate = (self: PyObject): PyTemplate => self as PyTemplate;
const asInterpolation = (self: PyObject): PyInterpolation => self as PyInterpolation;

/** Strings joined where they follow each other, empty ones put between interpolations (template_new). */
function assemble(parts: readonly PyObject[]): PyTemplate {
  const strings: string[] = [''];
  const interpolations: PyObject[] = [];
  for (const part of parts) {
    if (part instanceof PyInterpolation) {
      interpolations.push(part);
      strings.push('');
    } else if (isStr(part)) {
      strings[strings.length - 1] += strToJs(part as StrValue);
    } else {
      raiseTypeError(
        `Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeName(part)}`,
      );
    }
  }
  return new PyTemplate(TemplateType, newTuple(strings.map(newStr)), newTuple(interpolations));
}

function partsOf(template: PyTemplate): PyObject[] {
  const parts: PyObject[] = [];
  template.strings.items.forEach((string, i) => {
    parts.push(string);
    const interpolation = template.interpolations.items[i];
    if (interpolation !== undefined) parts.push(interpolation);
  });
  return parts;
}

defineType(TemplateType, {
  doc: 'Template object',
  slots: {
    tp_new: (_type, args, names) => {
      if (names !== null && names.length > 0) {
        raiseTypeError('Template.__new__ only accepts *args arguments');
      }
      return assemble(args);
    },
    tp_iter: (self) => {
      const parts = partsOf(asTemplate(self)).filter((part) => !isStr(part) || lengthOf(part) > 0);
      let at = 0;
      return new PyHostIterator(HostIteratorType, () => parts[at++], self);
    },
    tp_repr: (self) => {
      const { strings, interpolations } = asTemplate(self);
      return newStr(
        `Template(strings=${strToJs(repr(strings))}, interpolations=${strToJs(repr(interpolations))})`,
      );
    },
    nb_add: (left, right) => (left instanceof PyTemplate ? concatenate(left, right) : NotImplemented),
  },
  getset: [
    { name: 'strings', get: (self) => asTemplate(self).strings },
    { name: 'interpolations', get: (self) => asTemplate(self).interpolations },
    {
      name: 'values',
      get: (self) =>
        newTuple(asTemplate(self).interpolations.items.map((item) => asInterpolation(item).value)),
    },
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (self) =>
        newTuple([
          getAttribute(machine.importModule('string.templatelib'), '_template_unpickle'),
          newTuple([asTemplate(self).strings, asTemplate(self).interpolations]),
        ]),
    },
  ],
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

function concatenate(left: PyTemplate, right: PyObject): Escapes<PyObject> {
  if (!(right instanceof PyTemplate)) {
    raiseTypeError(
      `can only concatenate string.templatelib.Template (not "${typeName(right)}") to string.templatelib.Template`,
    );
  }
  return assemble([...partsOf(left), ...partsOf(right)]);
}

defineType(InterpolationType, {
  doc: 'Interpolation object',
  slots: {
    tp_new: (_type, args, names) => {
      const spec = {
        name: 'Interpolation',
        names: ['value', 'expression', 'conversion', 'format_spec'],
        positional: 4,
        required: 1,
      };
      const [value, expression = '', conversion = null, formatSpec = ''] = parseArguments(spec, args, names);
      if (conversion !== null) {
        if (!isStr(conversion)) {
          raiseTypeError(`Interpolation() argument 'conversion' must be str, not ${typeName(conversion)}`);
        }
        if (!CONVERSIONS.includes(conversion)) {
          raiseValueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
        }
      }
      return new PyInterpolation(InterpolationType, value!, expression, conversion, formatSpec);
    },
    tp_repr: (self) => {
      const { value, expression, conversion, formatSpec } = asInterpolation(self);
      const shown = [value, expression, conversion, formatSpec].map((part) => strToJs(repr(part)));
      return newStr(`Interpolation(${shown.join(', ')})`);
    },
  },
  getset: [
    { name: 'value', get: (self) => asInterpolation(self).value },
    { name: 'expression', get: (self) => asInterpolation(self).expression },
    { name: 'conversion', get: (self) => asInterpolation(self).conversion },
    { name: 'format_spec', get: (self) => asInterpolation(self).formatSpec },
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (self) => {
        const { value, expression, conversion, formatSpec } = asInterpolation(self);
        return newTuple([InterpolationType, newTuple([value, expression, conversion, formatSpec])]);
      },
    },
  ],
  members: { __match_args__: newTuple(['value', 'expression', 'conversion', 'format_spec']) },
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});
