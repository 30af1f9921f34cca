/** The module `unicodedata` (CPython: Modules/unicodedata.c). */
import {
  asStr,
  codePointAt,
  createBuiltinType,
  type Escapes,
  KeyErrorType,
  type MethodDef,
  needBytes,
  newException,
  newFloat,
  newStr,
  ObjectType,
  PyHostObject,
  type PyModule,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  strLength,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { characterByName, characterName } from './names.ts';
import { isNormalForm, type NormalForm, normalize } from './normalize.ts';
import { UnicodeTables } from './tables.ts';

const UNICODE_VERSION = '16.0.0';
const OLD_VERSION = '3.2.0';
/** Longer names are not looked for. */
const MAX_NAME_LENGTH = 256;

/** The type as messages of argument errors call it (_PyArg_BadArgument). */
const badType = (value: PyObject): string => (value === null ? 'None' : typeName(value));

/** The character's code point; `place` names the argument where there are several. */
function pointOf(value: PyObject, name: string, place = ''): Escapes<number> {
  const text = asStr(value);
  if (text === undefined)
    raiseTypeError(`${name}() argument${place} must be a unicode character, not ${badType(value)}`);
  const length = strLength(text);
  if (length !== 1)
    raiseTypeError(
      `${name}(): argument${place} must be a unicode character, not a string of length ${length}`,
    );
  return codePointAt(text, 0);
}

function textOf(value: PyObject, name: string, place: number): Escapes<string> {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`${name}() argument ${place} must be str, not ${badType(value)}`);
  return strToJs(text);
}

function formOf(value: PyObject, name: string): Escapes<NormalForm> {
  const form = textOf(value, name, 1);
  if (!isNormalForm(form)) raiseValueError('invalid normalization form');
  return form;
}

/** The functions, which are the methods of a database of an older version as well. */
function functionsOf(tables: UnicodeTables, isOld: boolean): MethodDef[] {
  const property = (name: string, doc: string, of: (point: number) => PyObject): MethodDef => ({
    kind: 'O',
    name,
    doc,
    call: (_self, character) => of(pointOf(character, name)),
  });
  const orDefault = (
    name: string,
    doc: string,
    failure: string,
    of: (point: number) => PyObject | undefined,
  ): MethodDef => ({
    kind: 'FASTCALL',
    name,
    doc,
    min: 1,
    max: 2,
    call(_self, args) {
      const value = of(pointOf(args[0]!, name, ' 1'));
      if (value !== undefined) return value;
      if (args.length > 1) return args[1]!;
      raiseValueError(failure);
    },
  });
  const natural = (value: number | undefined): number | undefined =>
    value === undefined || value < 0 ? undefined : value;
  return [
    property('category', 'The general category assigned to the character.', (point) =>
      newStr(tables.properties(point)[0]),
    ),
    property('bidirectional', 'The bidirectional class assigned to the character.', (point) =>
      newStr(tables.properties(point)[1]),
    ),
    property(
      'combining',
      'The canonical combining class, 0 if there is none.',
      (point) => tables.properties(point)[2],
    ),
    property(
      'mirrored',
      '1 if the character is mirrored in bidirectional text, else 0.',
      (point) => tables.properties(point)[3],
    ),
    property('east_asian_width', 'The East Asian width assigned to the character.', (point) =>
      newStr(tables.properties(point)[4]),
    ),
    property('decomposition', 'The decomposition mapping, empty if there is none.', (point) =>
      newStr(tables.decomposition(point)),
    ),
    orDefault('decimal', 'The decimal value of the character.', 'not a decimal', (point) =>
      natural(tables.numericValue(point)?.decimal),
    ),
    orDefault('digit', 'The digit value of the character.', 'not a digit', (point) =>
      natural(tables.numericValue(point)?.digit),
    ),
    orDefault(
      'numeric',
      'The numeric value of the character, as a float.',
      'not a numeric character',
      (point) => {
        const value = tables.numericValue(point)?.numeric ?? null;
        return value === null ? undefined : newFloat(value);
      },
    ),
    orDefault('name', 'The name of the character.', 'no such name', (point) => {
      const name = isOld && !tables.isAssigned(point) ? undefined : characterName(point);
      return name === undefined ? undefined : newStr(name);
    }),
    {
      kind: 'O',
      name: 'lookup',
      doc: 'The character of a name.',
      call(_self, value) {
        const text = asStr(value);
        const name = text === undefined ? Buffer.from(needBytes(value)).toString() : strToJs(text);
        if (name.length > MAX_NAME_LENGTH) throw newException(KeyErrorType, [newStr('name too long')]);
        const found = characterByName(name, !isOld);
        if (found === undefined)
          throw newException(KeyErrorType, [newStr(`undefined character name '${name}'`)]);
        return newStr(found);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'normalize',
      doc: 'The normal form of a text: NFC, NFKC, NFD or NFKD.',
      min: 2,
      max: 2,
      call(_self, args) {
        textOf(args[0]!, 'normalize', 1);
        const text = textOf(args[1]!, 'normalize', 2);
        const result = normalize(text, formOf(args[0]!, 'normalize'), tables, isOld);
        return result === text ? asStr(args[1]!)! : newStr(result);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'is_normalized',
      doc: 'Whether a text is in a normal form.',
      min: 2,
      max: 2,
      call(_self, args) {
        textOf(args[0]!, 'is_normalized', 1);
        const text = textOf(args[1]!, 'is_normalized', 2);
        return normalize(text, formOf(args[0]!, 'is_normalized'), tables, isOld) === text;
      },
    },
  ];
}

export function createUnicodedata(): PyModule {
  const databaseType = createBuiltinType('unicodedata.UCD', 'PyHostObject', ObjectType, {
    methods: functionsOf(new UnicodeTables('old'), true),
    getset: [{ name: 'unidata_version', get: () => newStr(OLD_VERSION) }],
  });
  return defineModule({
    name: 'unicodedata',
    doc: 'This module provides access to the Unicode Character Database.',
    functions: functionsOf(new UnicodeTables('current'), false),
    members: {
      UCD: databaseType,
      ucd_3_2_0: new PyHostObject(databaseType, {}),
      unidata_version: newStr(UNICODE_VERSION),
    },
  });
}
