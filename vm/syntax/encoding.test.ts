import { describe, expect, it } from 'vitest';
import { decodeSource, PythonSyntaxError } from './index.ts';

function bytes(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])),
  );
}

function message(source: Uint8Array): string {
  try {
    return decodeSource(source, 'm.py');
  } catch (failure) {
    if (failure instanceof PythonSyntaxError) return failure.message;
    throw failure;
  }
}

describe('decodeSource', () => {
  it('reads UTF-8, with a byte order mark or without', () => {
    expect(decodeSource(bytes('x = "', 0xc3, 0xa9, '"'), 'm.py')).toBe('x = "é"');
    expect(decodeSource(bytes(0xef, 0xbb, 0xbf, 'x'), 'm.py')).toBe('x');
  });

  it('obeys a declaration in the first two lines', () => {
    expect(decodeSource(bytes('# -*- coding: latin-1 -*-\n', 0xe9), 'm.py')).toBe(
      '# -*- coding: latin-1 -*-\né',
    );
    expect(decodeSource(bytes('#!/bin/python\n# vim: set fileencoding=cp1252 :\n', 0x80), 'm.py')).toMatch(
      /€$/,
    );
  });

  it('ignores one after a line of code', () => {
    expect(message(bytes('x = 1\n# coding: latin-1\n', 0xe9))).toBe(
      "Non-UTF-8 code starting with '\\xe9' in file m.py on line 3, but no encoding declared; " +
        'see https://peps.python.org/pep-0263/ for details',
    );
  });

  it('names what it cannot read', () => {
    expect(message(bytes('# coding: klingon\n'))).toBe('unknown encoding: klingon');
    expect(message(bytes(0xef, 0xbb, 0xbf, '# coding: latin-1\n'))).toBe(
      'encoding problem: latin-1 with BOM',
    );
    expect(message(bytes('# coding: ascii\n', 0xe9))).toBe(
      "(unicode error) 'ascii' codec can't decode byte 0xe9 in position 16: ordinal not in range(128)",
    );
  });
});
