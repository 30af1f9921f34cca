/** Encoding and decoding with the error handlers, against what CPython 3.14 prints. */
import { describe, expect, test } from 'vitest';
import { latin1Bytes, newBytes } from './bytes-data.ts';
import { decodeBytes, encodeStr } from './codecs.ts';
import type { StrValue } from './host-types.ts';
import { newStr, strConcat } from './str.ts';
import { outcome } from './test-outcome.ts';

const encoded = (text: StrValue, encoding: string, errors: string): string =>
  outcome(() => newBytes(encodeStr(text, encoding, errors)));
const decoded = (bytes: string, encoding: string, errors: string): string =>
  outcome(() => decodeBytes(latin1Bytes(bytes), encoding, errors));

describe('encoding', () => {
  test.each<[StrValue, string, string, string]>([
    [newStr('aé€😀'), 'utf-8', 'strict', "b'a\\xc3\\xa9\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80'"],
    [newStr('a😀'), 'UTF_16', 'strict', "b'\\xff\\xfea\\x00=\\xd8\\x00\\xde'"],
    [newStr('😀'), 'utf-16-be', 'strict', "b'\\xd8=\\xde\\x00'"],
    ['a', 'utf-32-le', 'strict', "b'a\\x00\\x00\\x00'"],
    ['a', 'utf-8-sig', 'strict', "b'\\xef\\xbb\\xbfa'"],
    ['é', 'Latin1', 'strict', "b'\\xe9'"],
    ['aéèb', 'ascii', 'ignore', "b'ab'"],
    ['éè', 'ascii', 'replace', "b'??'"],
    [newStr('é😀'), 'ascii', 'backslashreplace', "b'\\\\xe9\\\\U0001f600'"],
    [newStr('é😀'), 'ascii', 'xmlcharrefreplace', "b'&#233;&#128512;'"],
    ['\udcff', 'utf-8', 'surrogateescape', "b'\\xff'"],
    ['\ud800', 'utf-8', 'surrogatepass', "b'\\xed\\xa0\\x80'"],
    [
      strConcat('\ud83d', '\ude00'),
      'utf-8',
      'strict',
      "UnicodeEncodeError: 'utf-8' codec can't encode characters in position 0-1: surrogates not allowed",
    ],
    [
      'aé',
      'ascii',
      'strict',
      "UnicodeEncodeError: 'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)",
    ],
    ['é', 'ascii', 'nothing', "LookupError: unknown error handler name 'nothing'"],
    ['a', 'nothing', 'strict', 'LookupError: unknown encoding: nothing'],
  ])('%o as %s, %s', (text, encoding, errors, expected) => {
    expect(encoded(text, encoding, errors)).toBe(expected);
  });
});

describe('decoding', () => {
  test.each([
    ['a\xc3\xa9\xf0\x9f\x98\x80', 'utf-8', 'strict', "'aé😀'"],
    ['a\xff', 'utf-8', 'replace', "'a\ufffd'"],
    ['\xf0\x9f\x98a', 'utf-8', 'replace', "'\ufffda'"],
    ['\xed\xa0\x80', 'utf-8', 'replace', "'\ufffd\ufffd\ufffd'"],
    ['\xed\xa0\x80', 'utf-8', 'surrogatepass', "'\\ud800'"],
    ['\xe9', 'utf-8', 'surrogateescape', "'\\udce9'"],
    ['\xe9', 'ascii', 'backslashreplace', "'\\\\xe9'"],
    ['\xff\xfea\x00', 'utf-16', 'strict', "'a'"],
    ['\xfe\xff\x00a', 'utf-16', 'strict', "'a'"],
    ['=\xd8\x00\xde', 'utf-16-le', 'strict', "'😀'"],
    [
      '\xff',
      'utf-8',
      'strict',
      "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ],
    [
      'a\xe2\x82',
      'utf-8',
      'strict',
      "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: unexpected end of data",
    ],
    [
      '\xe2\x28\xa1',
      'utf-8',
      'strict',
      "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte",
    ],
    [
      'abc',
      'utf-16',
      'strict',
      "UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x63 in position 2: truncated data",
    ],
  ])('%o as %s, %s', (bytes, encoding, errors, expected) => {
    expect(decoded(bytes, encoding, errors)).toBe(expected);
  });
});
