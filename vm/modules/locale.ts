/** The module `_locale` (CPython: Modules/_localemodule.c) with the one locale there is: `C`, in UTF-8. */
import {
  asIndex,
  asStr,
  compareBool,
  createBuiltinType,
  type Escapes,
  ExceptionType,
  type MethodDef,
  newDictFrom,
  newException,
  newList,
  type PyModule,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { DAY_NAMES, MONTH_NAMES } from './time/strftime.ts';

const CATEGORIES: Readonly<Record<string, number>> = {
  LC_CTYPE: 0,
  LC_NUMERIC: 1,
  LC_TIME: 2,
  LC_COLLATE: 3,
  LC_MONETARY: 4,
  LC_MESSAGES: 5,
  LC_ALL: 6,
};

/** Keys of `nl_langinfo` (glibc's numbers). */
const LANGUAGE_INFO: Readonly<Record<string, number>> = {
  CODESET: 14,
  RADIXCHAR: 65536,
  THOUSEP: 65537,
  ABDAY_1: 131072,
  ABDAY_2: 131073,
  ABDAY_3: 131074,
  ABDAY_4: 131075,
  ABDAY_5: 131076,
  ABDAY_6: 131077,
  ABDAY_7: 131078,
  DAY_1: 131079,
  DAY_2: 131080,
  DAY_3: 131081,
  DAY_4: 131082,
  DAY_5: 131083,
  DAY_6: 131084,
  DAY_7: 131085,
  ABMON_1: 131086,
  ABMON_2: 131087,
  ABMON_3: 131088,
  ABMON_4: 131089,
  ABMON_5: 131090,
  ABMON_6: 131091,
  ABMON_7: 131092,
  ABMON_8: 131093,
  ABMON_9: 131094,
  ABMON_10: 131095,
  ABMON_11: 131096,
  ABMON_12: 131097,
  MON_1: 131098,
  MON_2: 131099,
  MON_3: 131100,
  MON_4: 131101,
  MON_5: 131102,
  MON_6: 131103,
  MON_7: 131104,
  MON_8: 131105,
  MON_9: 131106,
  MON_10: 131107,
  MON_11: 131108,
  MON_12: 131109,
  AM_STR: 131110,
  PM_STR: 131111,
  D_T_FMT: 131112,
  D_FMT: 131113,
  T_FMT: 131114,
  T_FMT_AMPM: 131115,
  ERA: 131116,
  ERA_D_FMT: 131118,
  ALT_DIGITS: 131119,
  ERA_D_T_FMT: 131120,
  ERA_T_FMT: 131121,
  CRNCYSTR: 262159,
  YESEXPR: 327680,
  NOEXPR: 327681,
};

/** Days begin with Sunday here. */
function languageInfo(): Map<number, string> {
  const days = [6, 0, 1, 2, 3, 4, 5].map((day) => DAY_NAMES[day]!);
  const texts: Record<string, string> = {
    CODESET: 'UTF-8',
    RADIXCHAR: '.',
    THOUSEP: '',
    YESEXPR: '^[yY]',
    NOEXPR: '^[nN]',
    CRNCYSTR: '-',
    AM_STR: 'AM',
    PM_STR: 'PM',
    D_T_FMT: '%a %b %e %H:%M:%S %Y',
    D_FMT: '%m/%d/%y',
    T_FMT: '%H:%M:%S',
    T_FMT_AMPM: '%I:%M:%S %p',
  };
  days.forEach((day, index) => {
    texts[`DAY_${index + 1}`] = day;
    texts[`ABDAY_${index + 1}`] = day.slice(0, 3);
  });
  MONTH_NAMES.forEach((month, index) => {
    texts[`MON_${index + 1}`] = month;
    texts[`ABMON_${index + 1}`] = month.slice(0, 3);
  });
  return new Map(Object.entries(LANGUAGE_INFO).map(([name, key]) => [key, texts[name] ?? '']));
}

const CHAR_MAX = 127;

function conventions(): PyObject {
  const entries: [string, PyObject][] = [
    ['int_curr_symbol', ''],
    ['currency_symbol', ''],
    ['mon_decimal_point', ''],
    ['mon_thousands_sep', ''],
    ['mon_grouping', newList([])],
    ['positive_sign', ''],
    ['negative_sign', ''],
  ];
  const unknown = ['int_frac_digits', 'frac_digits', 'p_cs_precedes', 'p_sep_by_space', 'n_cs_precedes'];
  for (const name of [...unknown, 'n_sep_by_space', 'p_sign_posn', 'n_sign_posn'])
    entries.push([name, CHAR_MAX]);
  entries.push(['decimal_point', '.'], ['thousands_sep', ''], ['grouping', newList([])]);
  return newDictFrom(entries);
}

function text(value: PyObject, name: string, position: number): Escapes<PyObject> {
  if (asStr(value) === undefined)
    raiseTypeError(`${name}() argument ${position} must be str, not ${typeName(value)}`);
  return value;
}

export function createLocale(): PyModule {
  const error = createBuiltinType('locale.Error', 'PyBaseException', ExceptionType, {});
  let domain: PyObject = 'messages';
  const functions: MethodDef[] = [
    {
      kind: 'FASTCALL',
      name: 'setlocale',
      min: 1,
      max: 2,
      doc: 'Activates/queries locale processing.',
      call(_module, args) {
        const category = asIndex(args[0]!);
        if (typeof category !== 'number' || category < 0 || category > 12)
          throw newException(error, ['invalid locale category']);
        const wanted = args.length > 1 ? args[1]! : null;
        if (wanted === null) return 'C';
        const name = strToJs(asStr(text(wanted, 'setlocale', 2))!);
        if (!['', 'C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(name))
          throw newException(error, ['unsupported locale setting']);
        return 'C';
      },
    },
    {
      kind: 'NOARGS',
      name: 'localeconv',
      doc: 'Returns numeric and monetary locale-specific parameters.',
      call: conventions,
    },
    {
      kind: 'O',
      name: 'nl_langinfo',
      doc: 'Return the value for the locale information associated with key.',
      call(_module, key) {
        const found = languageInfo().get(Number(asIndex(key)));
        return found === undefined ? raiseValueError('unsupported langinfo constant') : found;
      },
    },
    { kind: 'NOARGS', name: 'getencoding', doc: 'Get the current locale encoding.', call: () => 'utf-8' },
    {
      kind: 'FASTCALL',
      name: 'strcoll',
      min: 2,
      max: 2,
      doc: 'Compares two strings according to the locale.',
      call(_module, args) {
        const left = text(args[0]!, 'strcoll', 1);
        const right = text(args[1]!, 'strcoll', 2);
        return compareBool(0, left, right) ? -1 : compareBool(2, left, right) ? 0 : 1;
      },
    },
    {
      kind: 'O',
      name: 'strxfrm',
      doc: 'Return a string that can be used as a key for locale-aware comparisons.',
      call: (_module, value) => text(value, 'strxfrm', 1),
    },
    { kind: 'O', name: 'gettext', call: (_module, message) => message },
    { kind: 'FASTCALL', name: 'dgettext', min: 2, max: 2, call: (_module, args) => args[1]! },
    { kind: 'FASTCALL', name: 'dcgettext', min: 3, max: 3, call: (_module, args) => args[1]! },
    {
      kind: 'O',
      name: 'textdomain',
      call(_module, name) {
        if (name !== null) domain = name;
        return domain;
      },
    },
    { kind: 'FASTCALL', name: 'bindtextdomain', min: 2, max: 2, call: (_module, args) => args[1]! },
    { kind: 'FASTCALL', name: 'bind_textdomain_codeset', min: 2, max: 2, call: (_module, args) => args[1]! },
  ];
  return defineModule({
    name: '_locale',
    doc: 'Support for POSIX locales.',
    functions,
    members: { ...CATEGORIES, ...LANGUAGE_INFO, CHAR_MAX, Error: error },
  });
}
