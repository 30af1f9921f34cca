/** `re.Match` (CPython: Modules/_sre/sre.c, match_*). */
import {
  asIndex,
  callMethod,
  createBuiltinType,
  type Escapes,
  getAttribute,
  IndexErrorType,
  isExceptionOf,
  machine,
  newDict,
  newGenericAlias,
  newStr,
  newTuple,
  ObjectType,
  type PyMatch,
  type PyObject,
  type PyType,
  parseArguments,
  raise,
  repr,
  SystemErrorType,
  strToJs,
  typeOf,
} from '../../objects/index.ts';
import type { Subject } from './subject.ts';

const asMatch = (self: PyObject): PyMatch => self as PyMatch;
const subjectOf = (match: PyMatch): Subject => match.subject as Subject;

/** The text of a group (0: the whole match), `missing` where it did not take part. */
export function groupText(match: PyMatch, group: number, missing: PyObject): PyObject {
  const start = match.marks[2 * group]!;
  return start < 0 ? missing : subjectOf(match).slice(start, match.marks[2 * group + 1]!);
}

/** A group given by number or name. */
function groupNumber(match: PyMatch, key: PyObject): Escapes<number> {
  const { groups, groupindex } = match.pattern;
  let index: PyObject | undefined;
  if (typeOf(key).nb_index !== null) index = asIndex(key);
  else {
    try {
      index = groupindex.table.get(key);
    } catch (error) {
      if (!isExceptionOf(error, ObjectType)) throw error;
    }
  }
  if (typeof index === 'number' && index >= 0 && index <= groups) return index;
  raise(IndexErrorType, 'no such group');
}

const group = (self: PyObject, key: PyObject): PyObject =>
  groupText(asMatch(self), groupNumber(asMatch(self), key), null);

function span(match: PyMatch, index: number): PyObject {
  return newTuple([match.marks[2 * index]!, match.marks[2 * index + 1]!]);
}

/** `default=None` of `groups` and `groupdict`. */
const defaultOf = (name: string, args: readonly PyObject[], names: readonly string[] | null): PyObject =>
  parseArguments({ name, names: ['default'], positional: 1, required: 0 }, args, names)[0] ?? null;

/** `start`, `end` and `span` of a group, the whole match without an argument. */
const bounds = (name: string, of: (match: PyMatch, index: number) => PyObject) =>
  ({
    kind: 'FASTCALL',
    name,
    min: 0,
    max: 1,
    call: (self: PyObject, args: readonly PyObject[]) =>
      of(asMatch(self), args.length === 0 ? 0 : groupNumber(asMatch(self), args[0]!)),
  }) as const;

export function createMatchType(): PyType {
  return createBuiltinType('re.Match', 'PyMatch', ObjectType, {
    final: true,
    doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
    slots: {
      tp_new: (type) => raise(SystemErrorType, `cannot create '${type.name}' instances`),
      tp_repr: (self) => {
        const match = asMatch(self);
        const text = strToJs(repr(groupText(match, 0, null)));
        return newStr(`<re.Match object; span=(${match.marks[0]}, ${match.marks[1]}), match=${text}>`);
      },
      mp_subscript: group,
    },
    methods: [
      {
        kind: 'FASTCALL',
        name: 'group',
        min: 0,
        max: -1,
        call: (self, args) => {
          if (args.length === 0) return groupText(asMatch(self), 0, null);
          if (args.length === 1) return group(self, args[0]!);
          return newTuple(args.map((key) => group(self, key)));
        },
      },
      bounds('start', (match, index) => match.marks[2 * index]!),
      bounds('end', (match, index) => match.marks[2 * index + 1]!),
      bounds('span', span),
      {
        kind: 'KEYWORDS',
        name: 'groups',
        call: (self, args, names) => {
          const missing = defaultOf('groups', args, names);
          const match = asMatch(self);
          const count = match.pattern.groups;
          return newTuple(Array.from({ length: count }, (_, i) => groupText(match, i + 1, missing)));
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'groupdict',
        call: (self, args, names) => {
          const missing = defaultOf('groupdict', args, names);
          const match = asMatch(self);
          const result = newDict();
          const { table } = match.pattern.groupindex;
          for (const name of table.keyItems()) {
            result.table.set(name, groupText(match, table.get(name) as number, missing));
          }
          return result;
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'expand',
        call: (self, args, names) => {
          const spec = { name: 'expand', names: ['template'], positional: 1, required: 1 };
          const [template] = parseArguments(spec, args, names);
          const compiled = compileTemplate(asMatch(self).pattern, template!);
          return callMethod(compiled, '_expand', self);
        },
      },
      { kind: 'NOARGS', name: '__copy__', call: (self) => self },
      { kind: 'O', name: '__deepcopy__', call: (self) => self },
    ],
    getset: [
      { name: 'string', get: (self) => asMatch(self).string },
      { name: 're', get: (self) => asMatch(self).pattern },
      { name: 'pos', get: (self) => asMatch(self).pos },
      { name: 'endpos', get: (self) => asMatch(self).endpos },
      {
        name: 'lastindex',
        get: (self) => (asMatch(self).lastindex > 0 ? asMatch(self).lastindex : null),
      },
      {
        name: 'lastgroup',
        get: (self) => {
          const { lastindex, pattern } = asMatch(self);
          return lastindex > 0 ? (pattern.indexgroup.items[lastindex] ?? null) : null;
        },
      },
      {
        name: 'regs',
        get: (self) => {
          const match = asMatch(self);
          return newTuple(Array.from({ length: match.pattern.groups + 1 }, (_, i) => span(match, i)));
        },
      },
    ],
    classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
  });
}

/** `re._compile_template`, which parses a replacement and keeps what it made. */
export function compileTemplate(pattern: PyObject, template: PyObject): Escapes<PyObject> {
  const compile = getAttribute(machine.importModule('re'), '_compile_template');
  return typeOf(compile).tp_call!(compile, [pattern, template], null);
}
