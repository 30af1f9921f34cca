/** Where a piece of encoded text is cut: what an incremental decoder leaves for the next piece. */

/** Bytes at the end that are the beginning of a character. `encoding`: utf-8, utf-16 or utf-32 in any form. */
export function incompleteTail(data: Uint8Array, encoding: string): number {
  if (encoding.startsWith('utf-32')) return data.length % 4;
  if (encoding.startsWith('utf-16')) return incompleteUtf16(data, encoding.endsWith('be'));
  return incompleteUtf8(data);
}

function incompleteUtf16(data: Uint8Array, big: boolean): number {
  const odd = data.length % 2;
  const end = data.length - odd;
  const high = data[end - (big ? 2 : 1)];
  // A first surrogate waits for the second.
  return end >= 2 && high! >= 0xd8 && high! < 0xdc ? odd + 2 : odd;
}

function incompleteUtf8(data: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= data.length; back++) {
    const byte = data[data.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf5 ? 0 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (back >= length) return 0;
    const second = data[data.length - back + 1];
    return second === undefined || canFollow(byte, second) ? back : 0;
  }
  return 0;
}

/** Some lead bytes take only a part of the continuation bytes (Unicode standard, table 3-7). */
function canFollow(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second < 0x90;
}
