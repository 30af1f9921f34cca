/** The module `_sre`, on which `re` stands (CPython: Modules/_sre/sre.c). */
import {
  asIndex,
  type Escapes,
  type MethodDef,
  OverflowErrorType,
  PyDict,
  PyList,
  type PyModule,
  type PyObject,
  PyPattern,
  PyTuple,
  parseArguments,
  RuntimeErrorType,
  raise,
  raiseTypeError,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { isCasedAscii, isCasedUnicode, lowerAscii, lowerUnicode } from './characters.ts';
import { CODESIZE, FLAG, MAGIC, MAXGROUPS, MAXREPEAT } from './codes.ts';
import { patternType, templateType } from './pattern.ts';
import { readProgram } from './program.ts';
import { newTemplate } from './template.ts';

function compile(args: readonly PyObject[], names: readonly string[] | null): Escapes<PyObject> {
  const spec = {
    name: 'compile',
    names: ['pattern', 'flags', 'code', 'groups', 'groupindex', 'indexgroup'],
    positional: 6,
    required: 6,
  };
  const [pattern, flags, list, groups, groupindex, indexgroup] = parseArguments(spec, args, names);
  if (!(list instanceof PyList)) raiseTypeError("compile() argument 'code' must be list");
  if (!(groupindex instanceof PyDict)) raiseTypeError("compile() argument 'groupindex' must be dict");
  if (!(indexgroup instanceof PyTuple)) raiseTypeError("compile() argument 'indexgroup' must be tuple");
  const code = list.items.map(word);
  try {
    const program = readProgram(code, groups as number);
    return new PyPattern(
      patternType,
      pattern!,
      Number(asIndex(flags!)),
      code,
      program,
      groups as number,
      groupindex,
      indexgroup,
    );
  } catch (error) {
    if (error instanceof RangeError) raise(RuntimeErrorType, 'invalid SRE code');
    throw error;
  }
}

function word(value: PyObject): Escapes<number> {
  const number = Number(asIndex(value));
  if (number < 0 || number > 0xffffffff)
    raise(OverflowErrorType, 'regular expression code size limit exceeded');
  return number;
}

const character = (name: string, body: (code: number) => PyObject): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, value) => body(Number(asIndex(value))),
});

export function createSre(): PyModule {
  return defineModule({
    name: '_sre',
    functions: [
      { kind: 'KEYWORDS', name: 'compile', call: (_module, args, names) => compile(args, names) },
      {
        kind: 'FASTCALL',
        name: 'template',
        min: 2,
        max: 2,
        call: (_module, args) => newTemplate(templateType, args[1]!),
      },
      { kind: 'NOARGS', name: 'getcodesize', call: () => CODESIZE },
      {
        kind: 'FASTCALL',
        name: 'getlower',
        min: 2,
        max: 2,
        call: (_module, args) => {
          const [code, flags] = args.map((value) => Number(asIndex(value))) as [number, number];
          return flags & FLAG.UNICODE ? lowerUnicode(code) : lowerAscii(code);
        },
      },
      character('ascii_iscased', isCasedAscii),
      character('ascii_tolower', lowerAscii),
      character('unicode_iscased', isCasedUnicode),
      character('unicode_tolower', lowerUnicode),
    ],
    members: {
      MAGIC,
      CODESIZE,
      MAXREPEAT,
      MAXGROUPS,
      copyright: ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ',
    },
  });
}
