/** Properties of code points, from the generated data; unpacked when the first is asked for. */
import { fileURLToPath } from 'node:url';
import { getHost } from '../../host/index.ts';
import { zlib } from '../node-libraries.ts';

/** General category, bidirectional class, combining class, mirrored, East Asian width. */
export type Properties = readonly [
  category: string,
  bidirectional: string,
  combining: number,
  mirrored: number,
  width: string,
];

/** Decimal and digit are -1, numeric null where there is none: 3.2 has digits that are not numeric. */
export interface NumericValue {
  readonly decimal: number;
  readonly digit: number;
  readonly numeric: number | null;
}

interface PackedTables {
  readonly records: readonly Properties[];
  /** Distance from the start of the run before, and the record, by turns. */
  readonly runs: readonly number[];
  /** Code point, decimal, digit, numeric. */
  readonly numbers: readonly (number | null)[];
}

interface PackedProperties {
  readonly version: string;
  readonly current: PackedTables;
  readonly old: PackedTables;
  /** Distance from the code point before, and the mapping, by turns. */
  readonly decompositions: readonly (number | string)[];
  /** First and last of each range. */
  readonly ideographs: readonly number[];
}

/** The data lie beside this file, or beside the bundle: as a literal, they would cost every start 3 ms of scanning. */
export function readData(name: 'properties' | 'names'): unknown {
  const path = fileURLToPath(new URL(`unicode-${name}.br`, import.meta.url));
  return JSON.parse(zlib().brotliDecompressSync(getHost().readFile(path)).toString());
}

let unpacked: PackedProperties | undefined;
function data(): PackedProperties {
  unpacked ??= readData('properties') as PackedProperties;
  return unpacked;
}

/** One version of the database. */
export class UnicodeTables {
  private readonly which: 'current' | 'old';
  private starts: Uint32Array | undefined;
  private recordOf: Uint16Array = new Uint16Array(0);
  private numbers: Map<number, NumericValue> | undefined;

  constructor(which: 'current' | 'old') {
    this.which = which;
  }

  properties(point: number): Properties {
    const { records, runs } = data()[this.which];
    if (this.starts === undefined) {
      const starts = new Uint32Array(runs.length / 2);
      this.recordOf = new Uint16Array(starts.length);
      let start = 0;
      for (let run = 0; run < starts.length; run++) {
        start += runs[run * 2]!;
        starts[run] = start;
        this.recordOf[run] = runs[run * 2 + 1]!;
      }
      this.starts = starts;
    }
    return records[this.recordOf[lastAtMost(this.starts, point)]!]!;
  }

  isAssigned(point: number): boolean {
    return this.properties(point)[0] !== 'Cn';
  }

  numericValue(point: number): NumericValue | undefined {
    if (this.numbers === undefined) {
      this.numbers = new Map();
      const { numbers } = data()[this.which];
      for (let at = 0; at < numbers.length; at += 4) {
        const [point, decimal, digit, numeric] = numbers.slice(at, at + 4);
        this.numbers.set(point!, { decimal: decimal!, digit: digit!, numeric: numeric ?? null });
      }
    }
    return this.numbers.get(point);
  }

  decomposition(point: number): string {
    if (this.which === 'old' && !this.isAssigned(point)) return '';
    return decompositions().get(point) ?? '';
  }
}

function lastAtMost(starts: Uint32Array, point: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

let decompositionOf: Map<number, string> | undefined;
function decompositions(): Map<number, string> {
  if (decompositionOf !== undefined) return decompositionOf;
  decompositionOf = new Map();
  const pairs = data().decompositions;
  let point = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    point += pairs[at] as number;
    decompositionOf.set(point, pairs[at + 1] as string);
  }
  return decompositionOf;
}

export function isIdeograph(point: number): boolean {
  const { ideographs } = data();
  for (let at = 0; at < ideographs.length; at += 2)
    if (point >= ideographs[at]! && point <= ideographs[at + 1]!) return true;
  return false;
}
