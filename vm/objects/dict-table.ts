/**
 * The insertion-ordered hash table of dict, set and frozenset.
 *
 * Entries lie in two parallel arrays, `keys` and `values`, in order of insertion; a deleted entry leaves `undefined`
 * in both (a tombstone) until the table is compacted. Sets use `keys` only. What remains is to find the index of a key:
 *
 * 1. *Simple keys* are those whose equality a native `Map` decides: text, numbers, None, and objects that are equal
 *    only to themselves. They are normalised (`simpleKey`): 1, 1.0 and True become 1, 0.0 and -0.0 become 0, 2.0**60
 *    the bigint, a nan stays the float object. Up to `SMALL` entries that equal their own normal form are found by a
 *    scan (creating a small table then costs 56–190 ns instead of 71–390; a hit 5–13 ns, a `Map` hit 7–9); larger
 *    tables keep a `Map` from normal form to index, built at the first lookup. As long as the keys are 0, 1, 2, … in
 *    this order the table is *dense*: a key is its own index (a `Map` of a million ints costs 200 ns an insertion).
 * 2. *Structured keys* (tuple, frozenset, bytes, complex, text above U+FFFF) lie in buckets by a 32-bit hash. As long
 *    as no foreign key has come, a tuple is hashed by `structuredHash` in host arithmetic, with no 64-bit number.
 * 3. *Foreign keys* have a `__hash__` or `__eq__` that is not known here. From the first one on, the buckets go by
 *    Python's `hash()`; when it might equal a simple key, the simple keys enter the buckets too (`indexSimpleKeys`).
 *
 * Comparing structured and foreign keys can run Python code that raises or changes this very table. As in CPython's
 * Objects/dictobject.c a lookup then starts again, unless the entry compared is still in its place.
 */

import type { Escapes, Reads, Writes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import {
  PyBaseException,
  PyBytes,
  PyComplex,
  PyFloat,
  PyFrozenSet,
  type PyHeapObject,
  PyIntSubclass,
  PyStrSubclass,
  PyTuple,
  PyWideStr,
} from './generated/layouts.ts';
import type { IntValue } from './host-types.ts';
import { emptyItems } from './item-arrays.ts';
import type { PyObject } from './object.ts';
import { equals, hash, str } from './operators.ts';
import { typeMessageName } from './type-names.ts';
import { typeOf } from './typeof.ts';
import {
  BytesType,
  ComplexType,
  FloatType,
  FrozenSetType,
  IntType,
  ObjectType,
  StrType,
  TupleType,
  TypeErrorType,
} from './types.ts';

/** Tables of up to this many entries are scanned instead of indexed. */
const SMALL = 8;
/** Tombstones that are tolerated whatever the size. */
const SLACK = 16;
/** What the `Map` compares: `undefined` stands for "not a simple key". */
type SimpleKey = string | number | bigint | null | PyHeapObject;

let nextTableVersion = 1;
/** Full hash of the key last looked up in vain: what `insert` stores. */
let probedHash: IntValue = 0;

/** The buckets for structured and foreign keys; made when the first one comes. */
interface Buckets {
  /** Reduced hash → index, or indexes when several share it. Arrays are replaced when an index is removed. */
  readonly map: Map<number, number | number[]>;
  /** Full hash of each entry that is in `map`, by index. */
  hashes: (IntValue | undefined)[];
  /** Hashes are Python's `hash()`; otherwise `structuredHash`. */
  visible: boolean;
  /** Simple keys are in `map` too. */
  simpleIndexed: boolean;
  /** A foreign key that may equal a simple one is, or was, stored. */
  foreignStored: boolean;
}

export class DictTable {
  /** Number of live entries. */
  declare size: number;
  /** Unlike any earlier version of any table: changes when a key is added or removed and when entries move. */
  declare version: number;
  /** Keys in order of insertion; `undefined` where deleted. */
  declare keys: (PyObject | undefined)[];
  /** Values at the indexes of their keys; empty in sets. */
  declare values: (PyObject | undefined)[];
  /** No live entry lies before this index. */
  declare first: number;
  declare private index: Map<SimpleKey, number> | null;
  declare private buckets: Buckets | null;
  /** Every simple key is its own normal form: the table may be scanned. */
  declare private plain: boolean;
  /** `keys[i]` is the int i for every entry, none deleted; then there is no `index`. */
  declare private dense: boolean;

  /** Table of a set: for the message about unhashable keys. */
  declare private readonly forSet: boolean;

  constructor(forSet = false) {
    this.forSet = forSet;
    this.size = 0;
    this.version = nextTableVersion++;
    this.keys = emptyItems();
    this.values = emptyItems();
    this.first = 0;
    this.index = null;
    this.buckets = null;
    this.plain = true;
    this.dense = true;
  }

  // ---- finding

  /** Index of a key, −1 when absent. Raises TypeError for unhashable keys and whatever `__hash__` and `__eq__` raise. */
  lookup(key: PyObject): Escapes<number> {
    if (typeof key === 'string') return this.lookupStr(key);
    const simple = typeof key === 'number' ? key : simpleKey(key);
    if (simple === undefined) return this.lookupInBuckets(key);
    const index = this.lookupSimple(simple);
    if (index < 0 && this.buckets?.foreignStored) return this.lookupInBuckets(key);
    return index;
  }

  /** `lookup` for text without characters above U+FFFF. */
  lookupStr(name: string): Reads<number> {
    const map = this.index;
    if (map !== null) {
      const index = map.get(name);
      if (index !== undefined) return index;
    } else {
      const index = this.lookupUnindexed(name);
      if (index >= 0) return index;
    }
    if (this.buckets?.foreignStored) return this.lookupInBuckets(name);
    return -1;
  }

  has(key: PyObject): Escapes<boolean> {
    return this.lookup(key) >= 0;
  }

  get(key: PyObject): Escapes<PyObject | undefined> {
    const index = this.lookup(key);
    return index < 0 ? undefined : this.values[index];
  }

  getStr(name: string): Reads<PyObject | undefined> {
    const index = this.lookupStr(name);
    return index < 0 ? undefined : this.values[index];
  }

  // ---- changing

  /** Stores a value; a key that is present stays the key object it was. */
  set(key: PyObject, value: PyObject): Escapes<void> {
    const index = this.lookup(key);
    if (index >= 0) this.values[index] = value;
    else {
      this.insertKey(key);
      this.values.push(value);
    }
  }

  setStr(name: string, value: PyObject): Writes<void> {
    const index = this.lookupStr(name);
    if (index >= 0) this.values[index] = value;
    else {
      this.insertKey(name);
      this.values.push(value);
    }
  }

  /** Adds a key to a set; true when it is new. */
  add(key: PyObject): Escapes<boolean> {
    if (this.lookup(key) >= 0) return false;
    this.insertKey(key);
    return true;
  }

  /** Appends an entry right after `lookup` of this key returned −1 (no Python code may have run since). */
  insertAfterLookup(key: PyObject, value: PyObject): Writes<void> {
    this.insertKey(key);
    this.values.push(value);
  }

  /** Removes a key; false when it is absent. */
  delete(key: PyObject): Escapes<boolean> {
    const index = this.lookup(key);
    if (index < 0) return false;
    this.deleteAt(index);
    return true;
  }

  /** Removes the entry at an index that `lookup` returned. */
  deleteAt(index: number): Writes<void> {
    const { keys, values } = this;
    const key = keys[index] as PyObject;
    this.version = nextTableVersion++;
    if (this.size === 1) {
      this.reset();
      return;
    }
    if (this.index !== null) {
      const simple = storedSimpleKey(key);
      if (this.index.get(simple) === index) this.index.delete(simple);
    }
    if (this.buckets !== null) removeFromBuckets(this.buckets, index);
    this.size -= 1;
    keys[index] = undefined;
    if (index < values.length) values[index] = undefined;
    if (index === keys.length - 1) {
      let length = index;
      while (keys[length - 1] === undefined) length -= 1;
      keys.length = length;
      if (values.length > length) values.length = length;
      if (this.buckets !== null && this.buckets.hashes.length > length) this.buckets.hashes.length = length;
    } else {
      this.dense = false;
      if (index === this.first) {
        let first = index + 1;
        while (keys[first] === undefined) first += 1;
        this.first = first;
      }
      if (keys.length > 2 * this.size + SLACK) this.compact();
    }
  }

  clear(): Writes<void> {
    if (this.keys.length === 0) return;
    this.version = nextTableVersion++;
    this.reset();
  }

  private reset(): void {
    this.size = 0;
    this.first = 0;
    this.keys = emptyItems();
    this.values = emptyItems();
    this.index = null;
    this.buckets = null;
    this.plain = true;
    this.dense = true;
  }

  // ---- walking

  /** Index of the first live entry at or after `index`, −1 when there is none. */
  nextIndex(index: number): Reads<number> {
    const { keys } = this;
    let next = Math.max(index, this.first);
    while (next < keys.length) {
      if (keys[next] !== undefined) return next;
      next += 1;
    }
    return -1;
  }

  /** Index of the last live entry before `index`, −1 when there is none. */
  previousIndex(index: number): Reads<number> {
    const { keys } = this;
    let previous = Math.min(index, keys.length) - 1;
    while (previous >= this.first && keys[previous] === undefined) previous -= 1;
    return previous >= this.first ? previous : -1;
  }

  /** The keys as they are now, in a new array of the general elements kind. */
  keyItems(): Reads<PyObject[]> {
    const { keys } = this;
    if (keys.length === this.size) return keys.slice() as PyObject[];
    const items = emptyItems();
    for (let index = this.first; index < keys.length; index++) {
      const key = keys[index];
      if (key !== undefined) items.push(key);
    }
    return items;
  }

  valueItems(): Reads<PyObject[]> {
    const { keys, values } = this;
    if (keys.length === this.size) return values.slice() as PyObject[];
    const items = emptyItems();
    for (let index = this.first; index < keys.length; index++) {
      if (keys[index] !== undefined) items.push(values[index] as PyObject);
    }
    return items;
  }

  /** A copy with the same entries; runs no Python code. The index is built when the copy is first searched. */
  copy(forSet = this.forSet): Writes<DictTable> {
    const table = new DictTable(forSet);
    const { buckets } = this;
    table.size = this.size;
    table.plain = this.plain;
    table.dense = this.dense;
    table.keys = this.keys.slice();
    table.values = this.values.slice();
    table.first = this.first;
    if (buckets !== null) {
      const map = new Map<number, number | number[]>();
      for (const [reduced, entry] of buckets.map)
        map.set(reduced, typeof entry === 'number' ? entry : entry.slice());
      table.buckets = { ...buckets, map, hashes: buckets.hashes.slice() };
    }
    if (table.keys.length !== table.size) table.compact();
    return table;
  }

  /** A set's table with this table's keys. */
  copyKeys(): Writes<DictTable> {
    const table = this.copy(true);
    table.values = emptyItems();
    return table;
  }

  /** Takes over all entries of another table, which must not be used afterwards (`set ^= …`, `__init__`). */
  adopt(other: DictTable): Writes<void> {
    this.size = other.size;
    this.version = nextTableVersion++;
    this.keys = other.keys;
    this.values = other.values;
    this.first = other.first;
    this.index = other.index;
    this.buckets = other.buckets;
    this.plain = other.plain;
    this.dense = other.dense;
  }

  /** For `gc.get_referents`. */
  traverse(visit: (value: unknown) => void): void {
    for (const key of this.keys) if (key !== undefined) visit(key);
    for (const value of this.values) if (value !== undefined) visit(value);
  }

  // ---- simple keys

  private lookupSimple(simple: SimpleKey): number {
    const map = this.index;
    if (map === null) return this.lookupUnindexed(simple);
    const index = map.get(simple);
    return index === undefined ? -1 : index;
  }

  private lookupUnindexed(simple: SimpleKey): number {
    const { keys } = this;
    const { length } = keys;
    if (this.dense) {
      return typeof simple === 'number' && simple >= 0 && simple < length && keys[simple] === simple
        ? simple
        : -1;
    }
    if (length > SMALL || !this.plain) {
      const index = this.buildIndex().get(simple);
      return index === undefined ? -1 : index;
    }
    for (let index = 0; index < length; index++) if (keys[index] === simple) return index;
    return -1;
  }

  private buildIndex(): Map<SimpleKey, number> {
    const map = new Map<SimpleKey, number>();
    const { keys } = this;
    for (let index = this.first; index < keys.length; index++) {
      const key = keys[index];
      if (typeof key === 'string' || typeof key === 'number') map.set(key, index);
      else if (key !== undefined && this.isStoredSimple(index, key)) map.set(storedSimpleKey(key), index);
    }
    this.index = map;
    return map;
  }

  /** Whether the entry was stored as a simple key. */
  private isStoredSimple(index: number, key: PyObject): boolean {
    const { buckets } = this;
    if (buckets === null || buckets.hashes[index] === undefined) return true;
    return buckets.simpleIndexed && simpleKey(key) !== undefined;
  }

  /** Appends a key that `lookup` did not find, and its hash when it goes into the buckets. */
  private insertKey(key: PyObject): void {
    if (this.keys.length > 2 * this.size + SLACK) this.compact();
    const { keys } = this;
    const index = keys.length;
    if (key !== index) this.dense = false;
    if (typeof key === 'string' || typeof key === 'number') {
      if (this.index !== null) this.index.set(key, index);
      if (this.buckets !== null) this.insertSimpleInBuckets(this.buckets, index, key);
    } else this.insertOther(key, index);
    keys.push(key);
    this.size += 1;
    this.version = nextTableVersion++;
  }

  private insertOther(key: PyObject, index: number): void {
    const simple = simpleKey(key);
    if (simple !== undefined) {
      if (simple !== key) this.plain = false;
      if (this.index !== null) this.index.set(simple, index);
      if (this.buckets !== null) this.insertSimpleInBuckets(this.buckets, index, key);
      return;
    }
    const buckets = this.ensureBuckets();
    if (isForeign(key as PyHeapObject)) buckets.foreignStored = true;
    buckets.hashes[index] = probedHash;
    addToBucket(buckets.map, reduceHash(probedHash), index);
  }

  private insertSimpleInBuckets(buckets: Buckets, index: number, key: PyObject): void {
    if (!buckets.simpleIndexed) {
      buckets.hashes.push(undefined);
      return;
    }
    const full = hash(key);
    buckets.hashes[index] = full;
    addToBucket(buckets.map, reduceHash(full), index);
  }

  // ---- structured and foreign keys

  private ensureBuckets(): Buckets {
    this.buckets ??= {
      map: new Map(),
      hashes: new Array(this.keys.length).fill(undefined),
      visible: false,
      simpleIndexed: false,
      foreignStored: false,
    };
    return this.buckets;
  }

  private lookupInBuckets(key: PyObject): number {
    const structured = this.buckets?.visible ? undefined : structuredHash(key);
    let visible = structured === undefined;
    let full = structured === undefined ? this.hashOf(key) : structured;
    for (;;) {
      // `hash` above or the comparisons of a probe may have brought foreign keys or replaced the buckets.
      if (!visible && this.buckets?.visible) {
        full = this.hashOf(key);
        visible = true;
        continue;
      }
      if (visible) this.prepareVisible(key);
      const index = this.probe(key, full, reduceHash(full));
      if (index !== RESTART) {
        probedHash = full;
        return index;
      }
    }
  }

  /** CPython's dict_unhashable_type and set_unhashable_type. */
  private hashOf(key: PyObject): IntValue {
    try {
      return hash(key);
    } catch (error) {
      if (!(error instanceof PyBaseException) || error.ob_type !== TypeErrorType) throw error;
      const place = this.forSet ? 'a set element' : 'a dict key';
      const reason = str(error);
      raiseTypeError(
        `cannot use '${typeMessageName(typeOf(key))}' as ${place} (${typeof reason === 'string' ? reason : reason.text})`,
      );
    }
  }

  /** Makes the buckets fit to be searched by Python's `hash()`. */
  private prepareVisible(key: PyObject): void {
    const buckets = this.ensureBuckets();
    if (!buckets.visible) this.makeHashesVisible(buckets);
    if (!buckets.simpleIndexed && typeof key === 'object' && key !== null && isForeign(key)) {
      this.indexSimpleKeys(buckets);
    }
  }

  private probe(key: PyObject, full: IntValue, reduced: number): number {
    const { buckets } = this;
    if (buckets === null) return -1;
    const entry = buckets.map.get(reduced);
    if (entry === undefined) return -1;
    for (let position = 0; position < (typeof entry === 'number' ? 1 : entry.length); position++) {
      const index = typeof entry === 'number' ? entry : entry[position]!;
      const candidate = this.keys[index] as PyObject;
      if (candidate === key) return index;
      if (buckets.hashes[index] !== full) continue;
      const same = sameKey(candidate, key);
      if (this.buckets !== buckets || this.keys[index] !== candidate) return RESTART;
      if (same) return index;
      if (buckets.map.get(reduced) !== entry) return RESTART;
    }
    return -1;
  }

  /** From internal hashes to Python's: structured keys stored so far contain nothing that runs Python code. */
  private makeHashesVisible(buckets: Buckets): void {
    buckets.visible = true;
    buckets.map.clear();
    const { hashes } = buckets;
    for (let index = 0; index < hashes.length; index++) {
      if (hashes[index] === undefined) continue;
      const full = hash(this.keys[index] as PyObject);
      hashes[index] = full;
      addToBucket(buckets.map, reduceHash(full), index);
    }
  }

  private indexSimpleKeys(buckets: Buckets): void {
    buckets.simpleIndexed = true;
    const { keys } = this;
    const { hashes } = buckets;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index];
      if (key === undefined || hashes[index] !== undefined) continue;
      const full = hash(key);
      hashes[index] = full;
      addToBucket(buckets.map, reduceHash(full), index);
    }
  }

  /** Closes the gaps: entries move, so every index changes. Amortised over the deletions that made the gaps. */
  private compact(): void {
    const { keys, values, buckets } = this;
    const moved: (PyObject | undefined)[] = emptyItems();
    const movedValues: (PyObject | undefined)[] = emptyItems();
    const movedHashes: (IntValue | undefined)[] = [];
    for (let index = this.first; index < keys.length; index++) {
      const key = keys[index];
      if (key === undefined) continue;
      moved.push(key);
      if (values.length > 0) movedValues.push(values[index]);
      if (buckets !== null) movedHashes.push(buckets.hashes[index]);
    }
    this.keys = moved;
    this.values = movedValues;
    this.first = 0;
    this.version = nextTableVersion++;
    this.index = null;
    if (buckets === null) return;
    const map = new Map<number, number | number[]>();
    movedHashes.forEach((full, index) => {
      if (full !== undefined) addToBucket(map, reduceHash(full), index);
    });
    this.buckets = { ...buckets, map, hashes: movedHashes };
  }
}

/** `probe`'s answer when the comparison changed the table under it. */
const RESTART = -2;

function addToBucket(map: Buckets['map'], reduced: number, index: number): void {
  const entry = map.get(reduced);
  if (entry === undefined) map.set(reduced, index);
  else if (typeof entry === 'number') map.set(reduced, [entry, index]);
  else entry.push(index);
}

function removeFromBuckets(buckets: Buckets, index: number): void {
  const full = buckets.hashes[index];
  if (full === undefined) return;
  buckets.hashes[index] = undefined;
  const reduced = reduceHash(full);
  const entry = buckets.map.get(reduced);
  if (typeof entry === 'number') buckets.map.delete(reduced);
  else if (entry !== undefined) {
    const rest = entry.filter((other) => other !== index);
    buckets.map.set(reduced, rest.length === 1 ? rest[0]! : rest);
  }
}

/** A full hash as a 32-bit integer, which V8 stores and compares without a box. */
function reduceHash(full: IntValue): number {
  if (typeof full === 'bigint') return Number(BigInt.asIntN(32, full ^ (full >> 32n)));
  const low = full | 0;
  return low === full ? low : low ^ Math.floor(full / 0x1_0000_0000);
}

// ---- classifying keys

/** The normal form by which a `Map` can find the key, or `undefined`. */
export function simpleKey(key: PyObject): SimpleKey | undefined {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return key;
    case 'boolean':
      return key ? 1 : 0;
  }
  if (key === null) return null;
  const type = key.ob_type;
  if (type === TupleType) return undefined;
  const { tp_hash, tp_richcompare } = type;
  if (tp_hash === ObjectType.tp_hash && tp_richcompare === ObjectType.tp_richcompare) return key;
  if (key instanceof PyFloat) {
    if (tp_hash !== FloatType.tp_hash || tp_richcompare !== FloatType.tp_richcompare) return undefined;
    return floatKey(key.value, key);
  }
  if (key instanceof PyStrSubclass) {
    if (tp_hash !== StrType.tp_hash || tp_richcompare !== StrType.tp_richcompare) return undefined;
    return typeof key.value === 'string' ? key.value : undefined;
  }
  if (key instanceof PyIntSubclass) {
    if (tp_hash !== IntType.tp_hash || tp_richcompare !== IntType.tp_richcompare) return undefined;
    return key.value;
  }
  if (key instanceof PyComplex && key.imag === 0 && tp_hash === ComplexType.tp_hash)
    return floatKey(key.real, key);
  return undefined;
}

/** An integral float is the int it equals; a nan equals nothing, so the object itself is the key. */
function floatKey(value: number, object: PyHeapObject): SimpleKey {
  if (Number.isSafeInteger(value)) return value;
  if (Number.isInteger(value)) return BigInt(value);
  return Number.isNaN(value) ? object : value;
}

/** Normal form of a key known to be stored as a simple one, even when its class has got an `__eq__` since. */
function storedSimpleKey(key: PyObject): SimpleKey {
  const simple = simpleKey(key);
  return simple === undefined ? (key as PyHeapObject) : simple;
}

/** Not simple, not structured: its `__eq__` may say that it equals a simple key. */
function isForeign(key: PyHeapObject): boolean {
  const { tp_hash, tp_richcompare } = key.ob_type;
  if (key instanceof PyTuple)
    return tp_hash !== TupleType.tp_hash || tp_richcompare !== TupleType.tp_richcompare;
  if (key instanceof PyFrozenSet)
    return tp_hash !== FrozenSetType.tp_hash || tp_richcompare !== FrozenSetType.tp_richcompare;
  if (key instanceof PyBytes)
    return tp_hash !== BytesType.tp_hash || tp_richcompare !== BytesType.tp_richcompare;
  if (key instanceof PyWideStr) return false;
  if (key instanceof PyStrSubclass)
    return tp_hash !== StrType.tp_hash || tp_richcompare !== StrType.tp_richcompare;
  if (key instanceof PyComplex)
    return tp_hash !== ComplexType.tp_hash || tp_richcompare !== ComplexType.tp_richcompare;
  return true;
}

// ---- hashes of structured keys in host arithmetic

/** A 32-bit hash that agrees with equality; `undefined` when the key is or contains a foreign one. Runs no Python code. */
function structuredHash(key: PyObject): number | undefined {
  if (key instanceof PyTuple) return tupleCode(key);
  if (typeof key !== 'object' || key === null || isForeign(key)) return undefined;
  if (key instanceof PyFrozenSet && !frozenSetIsPlain(key)) return undefined;
  return reduceHash(hash(key));
}

function frozenSetIsPlain(set: PyFrozenSet): boolean {
  for (const key of set.table.keys) {
    if (key === undefined || typeof key !== 'object' || key === null) continue;
    if (simpleKey(key) === undefined && structuredHash(key) === undefined) return false;
  }
  return true;
}

/** MurmurHash3's mixing of the elements' codes. */
function tupleCode(tuple: PyTuple): number | undefined {
  const { tp_hash, tp_richcompare } = tuple.ob_type;
  if (tp_hash !== TupleType.tp_hash || tp_richcompare !== TupleType.tp_richcompare) return undefined;
  const { items } = tuple;
  let code = items.length;
  for (let position = 0; position < items.length; position++) {
    const item = items[position]!;
    let part: number | undefined;
    if (typeof item === 'number') part = (item | 0) === item ? item : numberCode(item);
    else if (typeof item === 'string') part = textCode(item);
    else {
      part = elementCode(item);
      if (part === undefined) return undefined;
    }
    part = Math.imul(part, 0xcc9e2d51);
    part = Math.imul((part << 15) | (part >>> 17), 0x1b873593);
    code ^= part;
    code = (Math.imul((code << 13) | (code >>> 19), 5) + 0xe6546b64) | 0;
  }
  return code;
}

function elementCode(item: PyObject): number | undefined {
  const simple = simpleKey(item);
  switch (typeof simple) {
    case 'undefined':
      return structuredHash(item);
    case 'string':
      return textCode(simple);
    case 'number':
      return (simple | 0) === simple ? simple : numberCode(simple);
    case 'bigint':
      return reduceHash(simple);
  }
  return simple === null ? 0x4e6f6e65 : reduceHash(hash(simple));
}

const doubleBits = new DataView(new ArrayBuffer(8));
function numberCode(value: number): number {
  doubleBits.setFloat64(0, value);
  return doubleBits.getInt32(0) ^ doubleBits.getInt32(4);
}

/** Text up to this length is hashed whole; longer text at this many places. */
const TEXT_SAMPLES = 64;
function textCode(text: string): number {
  const { length } = text;
  let code = length;
  if (length <= TEXT_SAMPLES) {
    for (let index = 0; index < length; index++) code = Math.imul(code ^ text.charCodeAt(index), 0x01000193);
  } else {
    const step = length / TEXT_SAMPLES;
    for (let place = 0; place < TEXT_SAMPLES; place++)
      code = Math.imul(code ^ text.charCodeAt(Math.floor(place * step)), 0x01000193);
    for (let index = length - 8; index < length; index++)
      code = Math.imul(code ^ text.charCodeAt(index), 0x01000193);
  }
  return code;
}

/** Identity or equality, with tuples of plain values compared here. */
function sameKey(left: PyObject, right: PyObject): boolean {
  if (left === right) return true;
  if (
    left instanceof PyTuple &&
    right instanceof PyTuple &&
    left.ob_type === TupleType &&
    right.ob_type === TupleType
  ) {
    const leftItems = left.items;
    const rightItems = right.items;
    if (leftItems.length !== rightItems.length) return false;
    for (let position = 0; position < leftItems.length; position++) {
      const a = leftItems[position]!;
      const b = rightItems[position]!;
      if (a === b) continue;
      if (typeof a === typeof b && (typeof a === 'string' || typeof a === 'number')) return false;
      if (!sameKey(a, b)) return false;
    }
    return true;
  }
  return equals(left, right);
}
