/** Which files of CPython's test suite are held against the VM, by the area that answers for them. */

const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => `test_${word}`);

/** The language and its core types. */
export const LANGUAGE_FILES = words(`
  grammar syntax scope iter generators genexps listcomps setcomps dictcomps unpack unpack_ex with exceptions
  exception_group except_star raise baseexception class descr super metaclass property decorators funcattrs
  keywordonlyarg positional_only_arg extcall call named_expressions patma type_params type_aliases typechecks fstring
  string_literals augassign binop compare contains bool int int_literal long float complex numeric_tower list tuple dict
  set range slice str bytes memoryview format builtin enumerate coroutines asyncgen isinstance hash sort operator
  dynamicclassattribute userdict userlist userstring opcodes pow index global richcmp yield_from
`);

/** The standard library. */
export const LIBRARY_FILES = words(`
  math cmath itertools functools collections ordered_dict deque defaultdict bisect heapq struct array random statistics
  fractions decimal re json pickle pickletools csv datetime io memoryio codecs unicodedata string textwrap pprint copy
  copyreg contextlib contextlib_async abc types typing dataclasses enum inspect traceback weakref weakset gc
  threading_local context asyncio logging argparse tomllib configparser shlex fnmatch glob pathlib posixpath genericpath
  tempfile zlib gzip base64 binascii hashlib hmac uuid html urlparse xml_etree timeit dis symtable ast tokenize keyword
`);

/** A few quick ones from each side, for a bounded check. */
export const QUICK_FILES = words(`
  bool int_literal slice compare contains augassign raise decorators keywordonlyarg setcomps userlist keyword
`);
