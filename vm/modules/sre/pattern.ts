/** `re.Pattern` and its scanner (CPython: Modules/_sre/sre.c, pattern_*, scanner_*). */
import {
  asBytes,
  asIndex,
  asStr,
  BytesType,
  call,
  clampIndex,
  createBuiltinType,
  type Escapes,
  equals,
  hash,
  type KeywordNames,
  MappingProxyType,
  type MethodDef,
  NotImplemented,
  newDict,
  newGenericAlias,
  newList,
  newStr,
  newTuple,
  ObjectType,
  PyHostIterator,
  PyMappingProxy,
  PyMatch,
  type PyObject,
  PyPattern,
  PyPatternScanner,
  PyPatternTemplate,
  parseArguments,
  raiseTypeError,
  repr,
  StrType,
  strToJs,
  typeOf,
} from '../../objects/index.ts';
import { FLAG } from './codes.ts';
import { compileTemplate, createMatchType } from './match.ts';
import { Matcher } from './matcher.ts';
import type { Program } from './program.ts';
import { type Subject, subjectOf } from './subject.ts';
import { createTemplateType, expandTemplate, joinParts } from './template.ts';

export const matchType = createMatchType();
export const templateType = createTemplateType();

const asPattern = (self: PyObject): PyPattern => self as PyPattern;

/** A subject with the part of it that is searched, and how far the search has come. */
class Search {
  readonly subject: Subject;
  readonly pos: number;
  readonly end: number;
  private readonly pattern: PyPattern;
  private readonly matcher: Matcher;
  private position: number;
  private mustAdvance = false;
  private finished = false;

  constructor(pattern: PyPattern, subject: Subject, pos: number, end: number) {
    this.pattern = pattern;
    this.subject = subject;
    const length = subject.codes.length;
    this.end = Math.min(Math.max(end, 0), length);
    this.pos = Math.min(Math.max(pos, 0), this.end);
    this.position = this.pos;
    this.matcher = new Matcher(pattern.program as Program, subject.codes, this.end);
  }

  /** The next match by `search`, or one that begins where the last one ended by `match`; −1 where there is none. */
  advance(how: 'search' | 'match'): number {
    if (this.finished) return -1;
    const { matcher, position, mustAdvance } = this;
    let start: number;
    if (how === 'search') start = matcher.search(position, mustAdvance);
    else {
      matcher.matchEnd = matcher.match(position, false, mustAdvance);
      start = matcher.matchEnd < 0 ? -1 : position;
    }
    if (start < 0) {
      this.finished = true;
      return -1;
    }
    this.mustAdvance = matcher.matchEnd === start;
    this.position = matcher.matchEnd;
    return start;
  }

  get matchEnd(): number {
    return this.matcher.matchEnd;
  }

  /** One match at `pos`, of all there is to `endpos` for `fullmatch`. */
  matchHere(isFull: boolean): PyObject {
    const stop = this.matcher.match(this.pos, isFull);
    return stop < 0 ? null : this.result(this.pos, stop);
  }

  result(start: number, stop: number): PyMatch {
    const { registers } = this.matcher;
    const { groups } = this.pattern;
    const marks = new Int32Array(2 * groups + 2);
    marks[0] = start;
    marks[1] = stop;
    for (let group = 0; group < groups; group++) {
      const [from, to] = [registers[2 * group]!, registers[2 * group + 1]!];
      const isSet = from >= 0 && to >= from;
      marks[2 * group + 2] = isSet ? from : -1;
      marks[2 * group + 3] = isSet ? to : -1;
    }
    const lastindex = registers[2 * groups]!;
    return new PyMatch(
      matchType,
      this.pattern,
      this.subject.value,
      this.subject,
      marks,
      this.pos,
      this.end,
      lastindex,
    );
  }

  /** Text of a group of the last match, without making a match object. */
  group(index: number, missing: PyObject): PyObject {
    const { registers } = this.matcher;
    const [from, to] = [registers[2 * index - 2]!, registers[2 * index - 1]!];
    return from >= 0 && to >= from ? this.subject.slice(from, to) : missing;
  }
}

function openSubject(pattern: PyPattern, string: PyObject): Escapes<Subject> {
  const subject = subjectOf(string);
  if (pattern.pattern === null) return subject;
  const isBytes = asStr(pattern.pattern) === undefined;
  if (isBytes && !subject.isBytes) raiseTypeError('cannot use a bytes pattern on a string-like object');
  if (!isBytes && subject.isBytes) raiseTypeError('cannot use a string pattern on a bytes-like object');
  return subject;
}

const ENDLESS = Number.MAX_SAFE_INTEGER;

/** `(string, pos=0, endpos=sys.maxsize)`. */
function openSearch(
  name: string,
  self: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<Search> {
  const spec = { name, names: ['string', 'pos', 'endpos'], positional: 3, required: 1 };
  const [string, pos, endpos] = parseArguments(spec, args, names);
  const pattern = asPattern(self);
  return new Search(
    pattern,
    openSubject(pattern, string!),
    pos === undefined ? 0 : clampIndex(asIndex(pos)),
    endpos === undefined ? ENDLESS : clampIndex(asIndex(endpos)),
  );
}

const searching = (name: string, body: (search: Search, self: PyObject) => PyObject): MethodDef => ({
  kind: 'KEYWORDS',
  name,
  call: (self, args, names) => body(openSearch(name, self, args, names), self),
});

function next(search: Search, how: 'search' | 'match'): PyObject {
  const start = search.advance(how);
  return start < 0 ? null : search.result(start, search.matchEnd);
}

function findAll(search: Search, pattern: PyPattern): PyObject {
  const { groups } = pattern;
  const empty = search.subject.slice(0, 0);
  const found: PyObject[] = [];
  for (let start = search.advance('search'); start >= 0; start = search.advance('search')) {
    if (groups === 0) found.push(search.subject.slice(start, search.matchEnd));
    else if (groups === 1) found.push(search.group(1, empty));
    else found.push(newTuple(Array.from({ length: groups }, (_, i) => search.group(i + 1, empty))));
  }
  return newList(found);
}

function split(self: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const spec = { name: 'split', names: ['string', 'maxsplit'], positional: 2, required: 1 };
  const [string, maxsplit = 0] = parseArguments(spec, args, names);
  const limit = clampIndex(asIndex(maxsplit));
  const pattern = asPattern(self);
  const search = new Search(pattern, openSubject(pattern, string!), 0, ENDLESS);
  const parts: PyObject[] = [];
  let last = 0;
  for (let count = 0; limit === 0 || count < limit; count++) {
    const start = search.advance('search');
    if (start < 0) break;
    parts.push(search.subject.slice(last, start));
    for (let group = 1; group <= pattern.groups; group++) parts.push(search.group(group, null));
    last = search.matchEnd;
  }
  parts.push(search.subject.slice(last, search.end));
  return newList(parts);
}

type Filter = (search: Search, start: number) => Escapes<PyObject>;

/** What replaces a match: a function's result, a template expanded, or always the same text. */
function filterFor(pattern: PyPattern, replacement: PyObject, isBytes: boolean): Escapes<Filter> {
  if (typeOf(replacement).tp_call !== null) {
    return (search, start) => call(replacement, [search.result(start, search.matchEnd)]);
  }
  const isLiteral = isBytes
    ? typeOf(replacement) === BytesType && !asBytes(replacement)!.includes(92)
    : typeOf(replacement) === StrType && !strToJs(replacement as string).includes('\\');
  if (isLiteral) return () => replacement;
  const template = compileTemplate(pattern, replacement);
  if (!(template instanceof PyPatternTemplate)) return () => template;
  if (template.groups.length === 0) return () => template.literal;
  return (search, start) => expandTemplate(template, search.result(start, search.matchEnd), isBytes);
}

/** [the text with matches replaced, how many were]. */
function substitute(
  name: string,
  self: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<readonly [PyObject, number]> {
  const spec = { name, names: ['repl', 'string', 'count'], positional: 3, required: 2 };
  const [replacement, string, count = 0] = parseArguments(spec, args, names);
  const limit = clampIndex(asIndex(count));
  const pattern = asPattern(self);
  const search = new Search(pattern, openSubject(pattern, string!), 0, ENDLESS);
  const { subject } = search;
  const filter = filterFor(pattern, replacement!, subject.isBytes);
  const parts: PyObject[] = [];
  let last = 0;
  let done = 0;
  while (limit === 0 || done < limit) {
    const start = search.advance('search');
    if (start < 0) break;
    const stop = search.matchEnd;
    if (last < start) parts.push(subject.slice(last, start));
    const item = filter(search, start);
    if (item !== null) parts.push(checkPart(item, parts.length, subject.isBytes));
    last = stop;
    done += 1;
  }
  if (done === 0) return [subject.slice(0, search.end), 0];
  if (last < search.end) parts.push(subject.slice(last, search.end));
  return [joinParts(parts, subject.isBytes), done];
}

function checkPart(part: PyObject, index: number, isBytes: boolean): PyObject {
  if (isBytes) {
    if (asBytes(part) !== undefined) return part;
    raiseTypeError(`sequence item ${index}: expected a bytes-like object, ${typeOf(part).name} found`);
  }
  const text = asStr(part);
  if (text === undefined) {
    raiseTypeError(`sequence item ${index}: expected str instance, ${typeOf(part).name} found`);
  }
  return text;
}

const SHOWN_FLAGS: readonly (readonly [string, number])[] = [
  ['re.IGNORECASE', FLAG.IGNORECASE],
  ['re.MULTILINE', FLAG.MULTILINE],
  ['re.DOTALL', FLAG.DOTALL],
  ['re.VERBOSE', FLAG.VERBOSE],
  ['re.DEBUG', FLAG.DEBUG],
  ['re.ASCII', FLAG.ASCII],
  ['re.LOCALE', FLAG.LOCALE],
];
const SHOWN_CHARACTERS = 200;

function patternRepr(self: PyObject): PyObject {
  const { pattern, flags } = asPattern(self);
  const isText = pattern !== null && asStr(pattern) !== undefined;
  // UNICODE is the rule for text.
  const mask =
    isText && (flags & (FLAG.LOCALE | FLAG.UNICODE | FLAG.ASCII)) === FLAG.UNICODE ? ~FLAG.UNICODE : ~0;
  let rest = flags & mask;
  const shown: string[] = [];
  for (const [name, flag] of SHOWN_FLAGS) {
    if (rest & flag) shown.push(name);
    rest &= ~flag;
  }
  if (rest !== 0) shown.push(`0x${(rest >>> 0).toString(16)}`);
  const text = strToJs(repr(pattern)).slice(0, SHOWN_CHARACTERS);
  return newStr(`re.compile(${text}${shown.length > 0 ? `, ${shown.join('|')}` : ''})`);
}

const scannerType = createBuiltinType('_sre.SRE_Scanner', 'PyPatternScanner', ObjectType, {
  final: true,
  methods: (['match', 'search'] as const).map((how) => ({
    kind: 'NOARGS',
    name: how,
    call: (self) => next((self as PyPatternScanner).search as Search, how),
  })),
  getset: [{ name: 'pattern', get: (self) => (self as PyPatternScanner).pattern }],
});

export const patternType = createBuiltinType('re.Pattern', 'PyPattern', ObjectType, {
  final: true,
  weakrefs: true,
  doc: 'Compiled regular expression object.',
  slots: {
    tp_new: (type) => raiseTypeError(`cannot create '${type.name}' instances`),
    tp_repr: patternRepr,
    tp_hash: (self) => {
      const { pattern, flags, code } = asPattern(self);
      return hash(newTuple([pattern, flags, code.length]));
    },
    tp_richcompare: (left, right, op) => {
      if ((op !== 2 && op !== 3) || !(right instanceof PyPattern)) return NotImplemented;
      const { pattern, flags, code } = asPattern(left);
      const same =
        left === right ||
        (flags === right.flags &&
          code.length === right.code.length &&
          code.every((word, i) => word === right.code[i]) &&
          typeOf(pattern) === typeOf(right.pattern) &&
          equals(pattern, right.pattern));
      return same === (op === 2);
    },
  },
  methods: [
    searching('match', (search) => search.matchHere(false)),
    searching('fullmatch', (search) => search.matchHere(true)),
    searching('search', (search) => next(search, 'search')),
    searching('findall', (search, self) => findAll(search, asPattern(self))),
    searching('scanner', (search, self) => new PyPatternScanner(scannerType, asPattern(self), search)),
    searching('finditer', (search) => {
      const step = (): PyObject | undefined => next(search, 'search') ?? undefined;
      return new PyHostIterator(finditerType, step, search.subject.value);
    }),
    { kind: 'KEYWORDS', name: 'split', call: split },
    {
      kind: 'KEYWORDS',
      name: 'sub',
      call: (self, args, names) => substitute('sub', self, args, names)[0],
    },
    {
      kind: 'KEYWORDS',
      name: 'subn',
      call: (self, args, names) => newTuple([...substitute('subn', self, args, names)]),
    },
    { kind: 'NOARGS', name: '__copy__', call: (self) => self },
    { kind: 'O', name: '__deepcopy__', call: (self) => self },
  ],
  getset: [
    { name: 'pattern', get: (self) => asPattern(self).pattern },
    { name: 'flags', get: (self) => asPattern(self).flags },
    { name: 'groups', get: (self) => asPattern(self).groups },
    {
      name: 'groupindex',
      get: (self) => {
        const { groupindex } = asPattern(self);
        return new PyMappingProxy(MappingProxyType, groupindex ?? newDict());
      },
    },
  ],
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

/** `iter(scanner.search, None)` in CPython: the same name. */
const finditerType = createBuiltinType('callable_iterator', 'PyHostIterator', ObjectType, {
  final: true,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => (self as PyHostIterator).next(),
  },
});
