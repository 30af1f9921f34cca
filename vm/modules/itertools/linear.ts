/** Iterators of `itertools` that pass over their input once (CPython: Modules/itertoolsmodule.c). */
import {
  asIndex,
  binaryAdd,
  call,
  checkPositional,
  type Escapes,
  emptyItems,
  getIter,
  type IntValue,
  intAdd,
  isTrue,
  itemEquals,
  iterateToArray,
  iterNext,
  lookupInType,
  newPair,
  newTuple,
  type PyHostIterator,
  type PyObject,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  repr,
  strConcatAll,
  typeOf,
} from '../../objects/index.ts';
import { type IteratorParts, iteratorType, newIterator, positional } from './iterator-type.ts';

function isNumber(value: PyObject): boolean {
  const type = typeOf(value);
  return type.nb_index !== null || type.nb_float !== null || lookupInType(type, '__complex__') !== undefined;
}

const count = (): PyType =>
  iteratorType({
    name: 'count',
    doc: 'Return a count object whose .__next__() method returns consecutive values.',
    hasRepr: true,
    build(args, names) {
      const parameters = { name: 'count', names: ['start', 'step'], positional: 2, required: 0 };
      const [start = 0, step = 1] = parseArguments(parameters, args, names);
      if (!isNumber(start) || !isNumber(step)) raiseTypeError('a number is required');
      let current: PyObject = start;
      const unit = step === 1;
      const next = (): PyObject => {
        const value = current;
        if (typeof value === 'number' && typeof step === 'number') current = intAdd(value, step);
        else current = binaryAdd(value, step);
        return value;
      };
      const shown = () =>
        strConcatAll(['count(', repr(current), ...(unit ? [')'] : [', ', repr(step), ')'])]);
      return { next, shown };
    },
  });

const cycle = (): PyType =>
  iteratorType({
    name: 'cycle',
    doc: 'Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.',
    build(args, names) {
      const [iterable] = positional('cycle', args, names);
      checkPositional('cycle', args.length, 1, 1);
      const iterator = getIter(iterable!);
      const saved = emptyItems();
      let ended = false;
      let index = 0;
      const next = (): PyObject | undefined => {
        if (!ended) {
          const item = iterNext(iterator);
          if (item !== undefined) {
            saved.push(item);
            return item;
          }
          ended = true;
        }
        if (saved.length === 0) return undefined;
        const item = saved[index]!;
        index = index + 1 === saved.length ? 0 : index + 1;
        return item;
      };
      return { next, source: iterator };
    },
  });

const repeat = (): PyType =>
  iteratorType({
    name: 'repeat',
    doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
    hasRepr: true,
    build(args, names) {
      const parameters = { name: 'repeat', names: ['object', 'times'], positional: 2, required: 1 };
      const [object, times] = parseArguments(parameters, args, names);
      let left = times === undefined ? Infinity : Math.max(0, Number(asIndex(times)));
      const next = (): PyObject | undefined => {
        if (left <= 0) return undefined;
        left -= 1;
        return object;
      };
      const shown = () =>
        strConcatAll(['repeat(', repr(object!), ...(left === Infinity ? [')'] : [`, ${left})`])]);
      return { next, source: object!, shown };
    },
    methods: [
      {
        kind: 'NOARGS',
        name: '__length_hint__',
        call(self) {
          const match = /, (\d+)\)$/.exec(String(repr(self)));
          if (match === null) raiseTypeError('len() of unsized object');
          return Number(match[1]);
        },
      },
    ],
  });

function chainOf(iterables: PyObject): IteratorParts {
  let current: PyObject | undefined;
  let done = false;
  const next = (): PyObject | undefined => {
    while (!done) {
      if (current === undefined) {
        const iterable = iterNext(iterables);
        if (iterable === undefined) {
          done = true;
          return undefined;
        }
        current = getIter(iterable);
      }
      const item = typeOf(current).tp_iternext!(current);
      if (item !== undefined) return item;
      current = undefined;
    }
    return undefined;
  };
  return { next, source: iterables };
}

const chain = (): PyType =>
  iteratorType({
    name: 'chain',
    doc: 'Return a chain object whose .__next__() method returns elements from the first iterable until it is exhausted, then from the next.',
    build: (args, names) => chainOf(getIter(newTuple([...positional('chain', args, names)]))),
    classMethods: [
      {
        kind: 'O',
        name: 'from_iterable',
        doc: 'Alternative chain() constructor taking a single iterable argument that evaluates lazily.',
        call: (type, iterable) => newIterator(type as PyType, chainOf(getIter(iterable))),
      },
    ],
  });

const accumulate = (): PyType =>
  iteratorType({
    name: 'accumulate',
    doc: 'Return series of accumulated sums.',
    build(args, names) {
      const parameters = {
        name: 'accumulate',
        names: ['iterable', 'func', 'initial'],
        positional: 2,
        required: 1,
      };
      const [iterable, func = null, initial = null] = parseArguments(parameters, args, names);
      const iterator = getIter(iterable!);
      let total: PyObject | undefined;
      let first: PyObject | undefined = initial === null ? undefined : initial;
      const next = (): PyObject | undefined => {
        if (first !== undefined) {
          total = first;
          first = undefined;
          return total;
        }
        const item = iterNext(iterator);
        if (item === undefined) return undefined;
        if (total === undefined) total = item;
        else total = func === null ? binaryAdd(total, item) : call(func, [total, item]);
        return total;
      };
      return { next, source: iterator };
    },
  });

const compress = (): PyType =>
  iteratorType({
    name: 'compress',
    doc: 'Return data elements corresponding to true selector elements.',
    build(args, names) {
      const parameters = { name: 'compress', names: ['data', 'selectors'], positional: 2, required: 2 };
      const [data, selectors] = parseArguments(parameters, args, names);
      const items = getIter(data!);
      const choices = getIter(selectors!);
      const next = (): PyObject | undefined => {
        for (;;) {
          const item = iterNext(items);
          if (item === undefined) return undefined;
          const choice = iterNext(choices);
          if (choice === undefined) return undefined;
          if (isTrue(choice)) return item;
        }
      };
      return { next, source: items };
    },
  });

/** Types with the arguments (function, iterable). */
function functional(
  name: string,
  doc: string,
  makeNext: (func: PyObject, iterator: PyObject) => () => PyObject | undefined,
): PyType {
  return iteratorType({
    name,
    doc,
    build(args, names) {
      positional(name, args, names);
      checkPositional(name, args.length, 2, 2);
      const iterator = getIter(args[1]!);
      return { next: makeNext(args[0]!, iterator), source: iterator };
    },
  });
}

const dropwhile = (): PyType =>
  functional(
    'dropwhile',
    'Drop items from the iterable while predicate(item) is true.',
    (predicate, iterator) => {
      let started = false;
      return () => {
        let item = iterNext(iterator);
        while (!started && item !== undefined && isTrue(call(predicate, [item]))) item = iterNext(iterator);
        if (item !== undefined) started = true;
        return item;
      };
    },
  );

const takewhile = (): PyType =>
  functional(
    'takewhile',
    'Return successive entries from an iterable as long as the predicate evaluates to true.',
    (predicate, iterator) => {
      let stopped = false;
      return () => {
        if (stopped) return undefined;
        const item = iterNext(iterator);
        if (item !== undefined && isTrue(call(predicate, [item]))) return item;
        if (item !== undefined) stopped = true;
        return undefined;
      };
    },
  );

const filterfalse = (): PyType =>
  functional(
    'filterfalse',
    'Return those items of iterable for which function(item) is false.',
    (predicate, iterator) => () => {
      for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
        if (!isTrue(predicate === null ? item : call(predicate, [item]))) return item;
      }
      return undefined;
    },
  );

const starmap = (): PyType =>
  functional(
    'starmap',
    'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
    (func, iterator) => () => {
      const item = iterNext(iterator);
      return item === undefined ? undefined : call(func, iterateToArray(item));
    },
  );

/** An index of `islice`: None or an int ≥ 0. */
function sliceArgument(value: PyObject, message: string): Escapes<number | undefined> {
  if (value === null) return undefined;
  const type = typeOf(value);
  const index: IntValue = type.nb_index === null ? -1 : asIndex(value);
  if (index < 0 || typeof index === 'bigint') raiseValueError(message);
  return index;
}

const islice = (): PyType =>
  iteratorType({
    name: 'islice',
    doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.',
    build(args, names) {
      positional('islice', args, names);
      checkPositional('islice', args.length, 2, 4);
      const indexes = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
      const stopMessage = 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
      const short = args.length === 2;
      const start = short ? 0 : (sliceArgument(args[1]!, indexes) ?? 0);
      const stop = sliceArgument(args[short ? 1 : 2]!, short ? stopMessage : stopMessage) ?? Infinity;
      const step =
        args.length === 4
          ? (sliceArgument(args[3]!, 'Step for islice() must be a positive integer or None.') ?? 1)
          : 1;
      if (step === 0) raiseValueError('Step for islice() must be a positive integer or None.');
      const iterator = getIter(args[0]!);
      let position = 0;
      let wanted = start;
      let done = false;
      const next = (): PyObject | undefined => {
        if (done) return undefined;
        const target = Math.min(wanted, stop);
        while (position < target) {
          if (iterNext(iterator) === undefined) {
            done = true;
            return undefined;
          }
          position += 1;
        }
        const item = wanted < stop ? iterNext(iterator) : undefined;
        if (item === undefined) {
          done = true;
          return undefined;
        }
        position += 1;
        wanted += step;
        return item;
      };
      return { next, source: iterator };
    },
  });

const pairwise = (): PyType =>
  iteratorType({
    name: 'pairwise',
    doc: 'Return an iterator of overlapping pairs taken from the input iterator.',
    build(args, names) {
      positional('pairwise', args, names);
      checkPositional('pairwise', args.length, 1, 1);
      const iterator = getIter(args[0]!);
      let previous: PyObject | undefined;
      let started = false;
      const next = (): PyObject | undefined => {
        if (!started) {
          started = true;
          previous = iterNext(iterator);
        }
        if (previous === undefined) return undefined;
        const item = iterNext(iterator);
        const before = previous;
        previous = item;
        return item === undefined ? undefined : newPair(before, item);
      };
      return { next, source: iterator };
    },
  });

const batched = (): PyType =>
  iteratorType({
    name: 'batched',
    doc: 'Batch data into tuples of length n. The last batch may be shorter than n.',
    build(args, names) {
      const parameters = { name: 'batched', names: ['iterable', 'n', 'strict'], positional: 2, required: 2 };
      const [iterable, size, strictValue = false] = parseArguments(parameters, args, names);
      const length = asIndex(size!);
      if (length < 1) raiseValueError('n must be at least one');
      const strict = isTrue(strictValue);
      const iterator = getIter(iterable!);
      let done = false;
      const next = (): PyObject | undefined => {
        if (done) return undefined;
        const items = emptyItems();
        while (items.length < length) {
          const item = iterNext(iterator);
          if (item === undefined) {
            done = true;
            if (items.length === 0) return undefined;
            if (strict) raiseValueError('batched(): incomplete batch');
            break;
          }
          items.push(item);
        }
        return newTuple(items);
      };
      return { next, source: iterator };
    },
  });

const zipLongest = (): PyType =>
  iteratorType({
    name: 'zip_longest',
    doc: 'Return a zip_longest object whose .__next__() method returns a tuple where the i-th element comes from the i-th iterable argument.',
    build(args, names) {
      let fill: PyObject = null;
      const given = args.length - (names === null ? 0 : names.length);
      for (const [index, name] of (names ?? []).entries()) {
        if (name !== 'fillvalue') raiseTypeError('zip_longest() got an unexpected keyword argument');
        fill = args[given + index]!;
      }
      const iterators: (PyObject | undefined)[] = args.slice(0, given).map((iterable) => getIter(iterable));
      let active = iterators.length;
      const next = (): PyObject | undefined => {
        if (active === 0) return undefined;
        const items = emptyItems();
        for (let index = 0; index < iterators.length; index++) {
          const iterator = iterators[index];
          const item = iterator === undefined ? undefined : iterNext(iterator);
          if (iterator !== undefined && item === undefined) {
            iterators[index] = undefined;
            active -= 1;
            if (active === 0) return undefined;
          }
          items.push(item === undefined ? fill : item);
        }
        return newTuple(items);
      };
      return { next };
    },
  });

/** `groupby`: the groups share the iterator, so a group ends when the next one is asked for. */
const groupby = (grouper: PyType): PyType =>
  iteratorType({
    name: 'groupby',
    doc: 'make an iterator that returns consecutive keys and groups from the iterable',
    build(args, names) {
      const parameters = { name: 'groupby', names: ['iterable', 'key'], positional: 2, required: 1 };
      const [iterable, key = null] = parseArguments(parameters, args, names);
      const iterator = getIter(iterable!);
      let item: PyObject | undefined;
      let itemKey: PyObject | undefined;
      let groupKey: PyObject | undefined;
      let group: PyHostIterator | undefined;
      const advance = (): boolean => {
        item = iterNext(iterator);
        if (item === undefined) return false;
        itemKey = key === null ? item : call(key, [item]);
        return true;
      };
      const next = (): PyObject | undefined => {
        group = undefined;
        // Skip what is left of the group before.
        while (itemKey === undefined || (groupKey !== undefined && itemEquals(groupKey, itemKey))) {
          if (!advance()) return undefined;
          if (groupKey === undefined) break;
        }
        const ownKey = itemKey!;
        groupKey = ownKey;
        let taken = false;
        const nextInGroup = (): PyObject | undefined => {
          if (group !== own) return undefined;
          if (taken && !advance()) {
            group = undefined;
            itemKey = undefined;
            return undefined;
          }
          taken = true;
          if (itemEquals(ownKey, itemKey!)) return item;
          group = undefined;
          return undefined;
        };
        const own: PyHostIterator = newIterator(grouper, { next: nextInGroup, source: iterator });
        group = own;
        return newPair(ownKey, own);
      };
      return { next, source: iterator };
    },
  });

const grouperType = (): PyType =>
  iteratorType({
    name: '_grouper',
    build: () => raiseTypeError("cannot create 'itertools._grouper' instances"),
  });

/** What all copies of one `tee` share: items that some copy has not read yet, as a linked list. */
interface TeeLink {
  item?: PyObject;
  next?: TeeLink;
}

function teeParts(iterator: PyObject, from: TeeLink): IteratorParts {
  let link = from;
  const next = (): PyObject | undefined => {
    if (link.next === undefined) {
      const item = iterNext(iterator);
      if (item === undefined) return undefined;
      link.item = item;
      link.next = {};
    }
    const item = link.item;
    link = link.next;
    links.set(next, { iterator, link: () => link });
    return item;
  };
  links.set(next, { iterator, link: () => link });
  return { next, source: iterator };
}

/** Where the copy that a `next` belongs to stands. */
const links = new WeakMap<object, { iterator: PyObject; link: () => TeeLink }>();

const teeType = (): PyType => {
  const type: PyType = iteratorType({
    name: '_tee',
    build(args, names) {
      positional('_tee', args, names);
      checkPositional('_tee', args.length, 1, 1);
      return teeParts(getIter(args[0]!), {});
    },
    methods: [{ kind: 'NOARGS', name: '__copy__', call: (self) => copyTee(type, self as PyHostIterator) }],
  });
  return type;
};

function copyTee(type: PyType, tee: PyHostIterator): PyObject {
  const { iterator, link } = links.get(tee.next)!;
  return newIterator(type, teeParts(iterator, link()));
}

export function teeFunction(type: PyType, args: readonly PyObject[]): Escapes<PyObject> {
  const copies = args.length > 1 ? asIndex(args[1]!) : 2;
  if (copies < 0) raiseValueError('n must be >= 0');
  if (copies === 0) return newTuple([]);
  const iterator = getIter(args[0]!);
  const first =
    typeOf(iterator) === type
      ? copyTee(type, iterator as PyHostIterator)
      : newIterator(type, teeParts(iterator, {}));
  const items = [first];
  while (items.length < copies) items.push(copyTee(type, first as PyHostIterator) as PyHostIterator);
  return newTuple(items);
}

export function linearTypes(): Record<string, PyType> {
  const grouper = grouperType();
  return {
    count: count(),
    cycle: cycle(),
    repeat: repeat(),
    chain: chain(),
    accumulate: accumulate(),
    compress: compress(),
    dropwhile: dropwhile(),
    takewhile: takewhile(),
    filterfalse: filterfalse(),
    starmap: starmap(),
    islice: islice(),
    pairwise: pairwise(),
    batched: batched(),
    zip_longest: zipLongest(),
    groupby: groupby(grouper),
    _grouper: grouper,
    _tee: teeType(),
  };
}
