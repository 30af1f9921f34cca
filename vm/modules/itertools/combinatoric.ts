/** product, permutations and combinations (CPython: Modules/itertoolsmodule.c), in lexicographic order of positions. */
import {
  asIndex,
  type Escapes,
  iterateToArray,
  newTuple,
  type PyObject,
  type PyType,
  parseArguments,
  parseKeywords,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import { iteratorType } from './iterator-type.ts';

/** The chosen items, in an array of the pool's own kind of elements. */
function pick(pools: readonly (readonly PyObject[])[], indices: readonly number[]): PyObject {
  const items = pools.length === 0 ? [] : pools[0]!.slice(0, 0);
  for (let position = 0; position < indices.length; position++)
    items.push(pools[position]![indices[position]!]!);
  return newTuple(items);
}

function pickFrom(pool: readonly PyObject[], indices: readonly number[], length = indices.length): PyObject {
  const items = pool.slice(0, 0);
  for (let position = 0; position < length; position++) items.push(pool[indices[position]!]!);
  return newTuple(items);
}

const product = (): PyType =>
  iteratorType({
    name: 'product',
    doc: 'Cartesian product of input iterables.  Equivalent to nested for-loops.',
    build(args, names) {
      const given = args.length - (names === null ? 0 : names.length);
      const [times = 1] = parseKeywords('product', ['repeat'], args, names);
      const repeat = Number(asIndex(times));
      if (repeat < 0) raiseValueError('repeat argument cannot be negative');
      const once = args.slice(0, given).map((iterable) => iterateToArray(iterable));
      const pools = Array.from({ length: repeat }, () => once).flat();
      const indices = pools.map(() => 0);
      let done = pools.some((pool) => pool.length === 0);
      let first = true;
      const next = (): PyObject | undefined => {
        if (done) return undefined;
        if (first) {
          first = false;
          return pick(pools, indices);
        }
        let position = pools.length - 1;
        while (position >= 0) {
          indices[position]! += 1;
          if (indices[position]! < pools[position]!.length) return pick(pools, indices);
          indices[position] = 0;
          position -= 1;
        }
        done = true;
        return undefined;
      };
      return { next };
    },
  });

/** The `r` of the functions below: an int ≥ 0. */
function chosenCount(value: PyObject): Escapes<number> {
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') {
    raiseTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  const count = Number(value);
  if (count < 0) raiseValueError('r must be non-negative');
  return count;
}

const permutations = (): PyType =>
  iteratorType({
    name: 'permutations',
    doc: 'Return successive r-length permutations of elements in the iterable.',
    build(args, names) {
      const parameters = { name: 'permutations', names: ['iterable', 'r'], positional: 2, required: 1 };
      const [iterable, r = null] = parseArguments(parameters, args, names);
      const pool = iterateToArray(iterable!);
      const n = pool.length;
      if (r !== null && typeof r !== 'number' && typeof r !== 'bigint' && typeof r !== 'boolean')
        raiseTypeError('Expected int as r');
      const count = r === null ? n : chosenCount(r);
      const indices = pool.map((_, index) => index);
      const cycles = Array.from({ length: Math.min(count, n) }, (_, index) => n - index);
      let first = true;
      let done = count > n;
      const next = (): PyObject | undefined => {
        if (done) return undefined;
        if (first) {
          first = false;
          return pickFrom(pool, indices, count);
        }
        for (let position = count - 1; position >= 0; position--) {
          cycles[position]! -= 1;
          if (cycles[position] === 0) {
            // This place has had all: rotate it to the end.
            const index = indices[position]!;
            for (let place = position; place < n - 1; place++) indices[place] = indices[place + 1]!;
            indices[n - 1] = index;
            cycles[position] = n - position;
          } else {
            const other = n - cycles[position]!;
            const index = indices[position]!;
            indices[position] = indices[other]!;
            indices[other] = index;
            return pickFrom(pool, indices, count);
          }
        }
        done = true;
        return undefined;
      };
      return { next };
    },
  });

function combinationsType(name: string, doc: string, withReplacement: boolean): PyType {
  return iteratorType({
    name,
    doc,
    build(args, names) {
      const [iterable, r] = parseArguments(
        { name, names: ['iterable', 'r'], positional: 2, required: 2 },
        args,
        names,
      );
      const pool = iterateToArray(iterable!);
      const n = pool.length;
      const count = chosenCount(r!);
      const indices = Array.from({ length: count }, (_, index) => (withReplacement ? 0 : index));
      let first = true;
      let done = withReplacement ? n === 0 && count > 0 : count > n;
      /** The highest index that fits at a position. */
      const highest = (position: number): number => (withReplacement ? n - 1 : position + n - count);
      const next = (): PyObject | undefined => {
        if (done) return undefined;
        if (first) {
          first = false;
          return pickFrom(pool, indices);
        }
        let position = count - 1;
        while (position >= 0 && indices[position] === highest(position)) position -= 1;
        if (position < 0) {
          done = true;
          return undefined;
        }
        const index = indices[position]! + 1;
        for (let place = position; place < count; place++)
          indices[place] = withReplacement ? index : index + place - position;
        return pickFrom(pool, indices);
      };
      return { next };
    },
  });
}

export function combinatoricTypes(): Record<string, PyType> {
  return {
    product: product(),
    permutations: permutations(),
    combinations: combinationsType(
      'combinations',
      'Return successive r-length combinations of elements in the iterable.',
      false,
    ),
    combinations_with_replacement: combinationsType(
      'combinations_with_replacement',
      'Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.',
      true,
    ),
  };
}
