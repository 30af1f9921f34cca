/** Canonical Huffman codes of DEFLATE (RFC 1951, 3.2.2) as tables to look up. */

/** Entry of the next `bits` bits, least significant first: symbol × 16 + length of the code; 0 where no code is. */
export interface HuffmanTable {
  readonly bits: number;
  readonly entries: Uint16Array;
}

/**
 * The table for code lengths; `undefined` if they are no code. An incomplete code is one only where `allowIncomplete`
 * and no length is above 1 (zlib's inflate_table).
 */
export function huffmanTable(lengths: Uint8Array, allowIncomplete: boolean): HuffmanTable | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]! += 1;
  let bits = 15;
  while (bits > 0 && counts[bits] === 0) bits -= 1;
  if (bits === 0) return { bits: 1, entries: new Uint16Array(2) };
  const next = new Uint16Array(16);
  let left = 1;
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - counts[length]!;
    if (left < 0) return undefined;
    next[length] = code;
    code = (code + counts[length]!) << 1;
  }
  if (left > 0 && (!allowIncomplete || bits !== 1)) return undefined;
  const entries = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    const entry = symbol * 16 + length;
    for (let at = reversed(next[length]!++, length); at < entries.length; at += 1 << length)
      entries[at] = entry;
  }
  return { bits, entries };
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

let fixed: { readonly literals: HuffmanTable; readonly distances: HuffmanTable } | undefined;

/** The codes of RFC 1951, 3.2.6. */
export function fixedTables(): { readonly literals: HuffmanTable; readonly distances: HuffmanTable } {
  if (fixed !== undefined) return fixed;
  const lengths = new Uint8Array(288).fill(8);
  lengths.fill(9, 144, 256);
  lengths.fill(7, 256, 280);
  const distances = huffmanTable(new Uint8Array(32).fill(5), false)!;
  fixed = { literals: huffmanTable(lengths, false)!, distances };
  return fixed;
}
