/**
 * SRE code → a program for the backtracking matcher. The nested blocks of SRE become a flat list of instructions with
 * absolute targets; single characters that need more than a comparison become sets.
 */
import { inCategory } from './characters.ts';
import { CharSet, FOLDS, foldedCharacter, readCharSet } from './charset.ts';
import { INFO, MAXREPEAT, OP } from './codes.ts';

/** Instructions of the matcher. Operands follow; `single` stands for a kind (CHAR … SET) and its operand. */
export const I = {
  /** The end of the pattern, of a lookaround or of an atomic part. */
  DONE: 0,
  FAIL: 1,
  CHAR: 2, // code
  NOT_CHAR: 3, // code
  ANY: 4, // 0
  ANY_ALL: 5, // 0
  SET: 6, // index of a set
  AT: 7, // position kind
  MARK: 8, // register
  JUMP: 9, // target
  SPLIT: 10, // target to try when what follows fails
  REFERENCE: 11, // group, index of a fold (−1: exact)
  IF_GROUP: 12, // group, target where it did not match
  LOOK: 13, // characters back, 1 where it must not match, target behind it
  ATOMIC: 14, // target behind it
  GREEDY: 15, // min, max, single
  LAZY: 16, // min, max, single
  POSSESSIVE: 17, // min, max, single
  LOOP_START: 18, // register
  LOOP_GREEDY: 19, // register, min, max, exit
  LOOP_LAZY: 20, // register, min, exit
  LOOP_MORE: 21, // register, max
  LOOP_POSSESSIVE: 22, // min, max, exit
} as const;

/** Stands for MAXREPEAT: no subject is that long. */
export const UNBOUNDED = 0x7fffffff;

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  readonly folds: readonly ((code: number) => number)[];
  readonly groups: number;
  /** Marks of the groups, `lastindex`, and two for each loop. */
  readonly registers: number;
  /** Where a match can begin: what it must start with, or a set of first characters. */
  readonly prefix: readonly number[];
  /** The prefix is the whole pattern. */
  readonly isLiteral: boolean;
  readonly first: CharSet | null;
  /** Least length of a match. */
  readonly minWidth: number;
}

export function readProgram(code: readonly number[], groups: number): Program {
  return new Reader(code, groups).read();
}

class Reader {
  private readonly source: readonly number[];
  private readonly groups: number;
  private readonly out: number[] = [];
  private readonly sets: CharSet[] = [];
  private readonly folds: ((code: number) => number)[] = [];
  private registers: number;

  constructor(source: readonly number[], groups: number) {
    this.source = source;
    this.groups = groups;
    this.registers = 2 * groups + 1;
  }

  read(): Program {
    const info = this.readInfo();
    this.block(info.start, this.source.length);
    return {
      code: Int32Array.from(this.out),
      sets: this.sets,
      folds: this.folds,
      groups: this.groups,
      registers: this.registers,
      ...info,
    };
  }

  private readInfo() {
    const { source } = this;
    if (source[0] !== OP.INFO) return { start: 0, prefix: [], isLiteral: false, first: null, minWidth: 0 };
    const flags = source[2]!;
    const prefix = flags & INFO.PREFIX ? source.slice(7, 7 + source[5]!) : [];
    return {
      start: 1 + source[1]!,
      prefix,
      isLiteral: (flags & INFO.LITERAL) !== 0,
      first: flags & INFO.CHARSET ? readCharSet(source, 5, null) : null,
      minWidth: source[3]!,
    };
  }

  private emit(...words: number[]): number {
    return this.out.push(...words) - 1;
  }

  /** Emits a placeholder for a target; `here` fills it. */
  private target(): number {
    return this.emit(0);
  }

  private here(place: number): void {
    this.out[place] = this.out.length;
  }

  private set(set: CharSet): readonly [number, number] {
    return [I.SET, this.sets.push(set) - 1];
  }

  private fold(op: number): number {
    const fold = FOLDS[op]!;
    const known = this.folds.indexOf(fold);
    return known >= 0 ? known : this.folds.push(fold) - 1;
  }

  /** The single-character operation at `at`, as kind and operand, and where the next begins; undefined for others. */
  private single(at: number): { readonly one: readonly [number, number]; readonly next: number } | undefined {
    const { source } = this;
    const op = source[at]!;
    switch (op) {
      case OP.LITERAL:
        return { one: [I.CHAR, source[at + 1]!], next: at + 2 };
      case OP.NOT_LITERAL:
        return { one: [I.NOT_CHAR, source[at + 1]!], next: at + 2 };
      case OP.ANY:
        return { one: [I.ANY, 0], next: at + 1 };
      case OP.ANY_ALL:
        return { one: [I.ANY_ALL, 0], next: at + 1 };
      case OP.IN:
        return { one: this.set(readCharSet(source, at + 2, null)), next: at + 1 + source[at + 1]! };
      case OP.IN_IGNORE:
      case OP.IN_UNI_IGNORE:
      case OP.IN_LOC_IGNORE:
        return { one: this.set(readCharSet(source, at + 2, FOLDS[op]!)), next: at + 1 + source[at + 1]! };
      case OP.LITERAL_IGNORE:
      case OP.LITERAL_UNI_IGNORE:
      case OP.LITERAL_LOC_IGNORE:
        return { one: this.set(foldedCharacter(source[at + 1]!, FOLDS[op]!, false)), next: at + 2 };
      case OP.NOT_LITERAL_IGNORE:
      case OP.NOT_LITERAL_UNI_IGNORE:
      case OP.NOT_LITERAL_LOC_IGNORE:
        return { one: this.set(foldedCharacter(source[at + 1]!, FOLDS[op]!, true)), next: at + 2 };
      case OP.CATEGORY: {
        const category = source[at + 1]!;
        return { one: this.set(new CharSet((code) => inCategory(category, code))), next: at + 2 };
      }
      default:
        return undefined;
    }
  }

  /** Reads from `start` to `end`, or to the operation that closes the block there; gives its place. */
  private block(start: number, end: number): number {
    let at = start;
    while (at < end) {
      const single = this.single(at);
      if (single !== undefined) {
        this.emit(...single.one);
        at = single.next;
        continue;
      }
      const op = this.source[at]!;
      if (op === OP.MAX_UNTIL || op === OP.MIN_UNTIL) return at;
      at = this.operation(op, at + 1);
    }
    return at;
  }

  /** Reads the operation whose operands begin at `at`; gives where the next one begins. */
  private operation(op: number, at: number): number {
    const { source } = this;
    switch (op) {
      case OP.SUCCESS:
        this.emit(I.DONE);
        return at;
      case OP.FAILURE:
        this.emit(I.FAIL);
        return at;
      case OP.AT:
        this.emit(I.AT, source[at]!);
        return at + 1;
      case OP.MARK:
        this.emit(I.MARK, source[at]!);
        return at + 1;
      case OP.GROUPREF:
        this.emit(I.REFERENCE, source[at]!, -1);
        return at + 1;
      case OP.GROUPREF_IGNORE:
      case OP.GROUPREF_UNI_IGNORE:
      case OP.GROUPREF_LOC_IGNORE:
        this.emit(I.REFERENCE, source[at]!, this.fold(op));
        return at + 1;
      case OP.BRANCH:
        return this.branch(at);
      case OP.GROUPREF_EXISTS:
        return this.conditional(at);
      case OP.ASSERT:
      case OP.ASSERT_NOT: {
        this.emit(I.LOOK, source[at + 1]!, op === OP.ASSERT_NOT ? 1 : 0);
        return this.nested(at, at + 2);
      }
      case OP.ATOMIC_GROUP:
        this.emit(I.ATOMIC);
        return this.nested(at, at + 1);
      case OP.REPEAT_ONE:
        return this.repeatOne(I.GREEDY, at);
      case OP.MIN_REPEAT_ONE:
        return this.repeatOne(I.LAZY, at);
      case OP.POSSESSIVE_REPEAT_ONE:
        return this.repeatOne(I.POSSESSIVE, at);
      case OP.REPEAT:
        return this.repeat(at);
      case OP.POSSESSIVE_REPEAT: {
        this.emit(I.LOOP_POSSESSIVE, source[at + 1]!, bound(source[at + 2]!));
        const exit = this.target();
        const end = at + source[at]!;
        this.block(at + 3, end);
        this.emit(I.DONE);
        this.here(exit);
        // The SUCCESS behind the body.
        return end + 1;
      }
      default:
        throw new RangeError(`regular expression code: unknown operation ${op}`);
    }
  }

  /** The part from `start` to the skip at `at`, run on its own; the instruction before it takes the target behind. */
  private nested(at: number, start: number): number {
    const behind = this.target();
    const end = at + this.source[at]!;
    this.block(start, end);
    this.here(behind);
    return end;
  }

  private branch(at: number): number {
    const { source } = this;
    const ends: number[] = [];
    let place = at;
    while (source[place] !== 0) {
      const next = place + source[place]!;
      const isLast = source[next] === 0;
      let otherwise = -1;
      if (!isLast) {
        this.emit(I.SPLIT);
        otherwise = this.target();
      }
      // Each alternative ends with JUMP and its distance.
      this.block(place + 1, next - 2);
      if (!isLast) {
        this.emit(I.JUMP);
        ends.push(this.target());
        this.here(otherwise);
      }
      place = next;
    }
    for (const end of ends) this.here(end);
    return place + 1;
  }

  private conditional(at: number): number {
    const { source } = this;
    this.emit(I.IF_GROUP, source[at]!);
    const otherwise = this.target();
    const end = at + source[at + 1]!;
    // With a second part the first one ends by a JUMP over it.
    const jump = this.findJump(at + 2, end);
    if (jump < 0) {
      this.block(at + 2, end);
      this.here(otherwise);
      return end;
    }
    this.block(at + 2, jump);
    this.emit(I.JUMP);
    const behind = this.target();
    this.here(otherwise);
    const last = jump + 1 + source[jump + 1]!;
    this.block(jump + 2, last);
    this.here(behind);
    return last;
  }

  /** The JUMP that closes the first part of a conditional, found by reading the part; −1 where there is none. */
  private findJump(start: number, end: number): number {
    let at = start;
    while (at < end) {
      if (this.source[at] === OP.JUMP) return at;
      at = this.skip(at);
    }
    return -1;
  }

  /** Where the operation behind the one at `at` begins. */
  private skip(at: number): number {
    const { source } = this;
    switch (source[at]) {
      case OP.ANY:
      case OP.ANY_ALL:
      case OP.SUCCESS:
      case OP.FAILURE:
      case OP.MAX_UNTIL:
      case OP.MIN_UNTIL:
        return at + 1;
      case OP.IN:
      case OP.IN_IGNORE:
      case OP.IN_UNI_IGNORE:
      case OP.IN_LOC_IGNORE:
      case OP.ASSERT:
      case OP.ASSERT_NOT:
      case OP.ATOMIC_GROUP:
      case OP.REPEAT_ONE:
      case OP.MIN_REPEAT_ONE:
      case OP.POSSESSIVE_REPEAT_ONE:
        return at + 1 + source[at + 1]!;
      case OP.REPEAT:
      case OP.POSSESSIVE_REPEAT:
        return at + 1 + source[at + 1]! + 1;
      case OP.BRANCH: {
        let place = at + 1;
        while (source[place] !== 0) place += source[place]!;
        return place + 1;
      }
      case OP.GROUPREF_EXISTS: {
        const end = at + 1 + source[at + 2]!;
        const jump = this.findJump(at + 3, end);
        return jump < 0 ? end : jump + 1 + source[jump + 1]!;
      }
      default:
        return at + 2;
    }
  }

  private repeatOne(instruction: number, at: number): number {
    const { source } = this;
    const { one } = this.single(at + 3)!;
    this.emit(instruction, source[at + 1]!, bound(source[at + 2]!), ...one);
    return at + source[at]!;
  }

  private repeat(at: number): number {
    const { source } = this;
    const [min, max] = [source[at + 1]!, bound(source[at + 2]!)];
    const register = this.registers;
    this.registers += 2;
    const end = at + source[at]!;
    const isLazy = source[end] === OP.MIN_UNTIL;
    this.emit(I.LOOP_START, register);
    const loop = this.out.length;
    if (isLazy) this.emit(I.LOOP_LAZY, register, min);
    else this.emit(I.LOOP_GREEDY, register, min, max);
    const exit = this.target();
    if (isLazy) this.emit(I.LOOP_MORE, register, max);
    this.block(at + 3, end);
    this.emit(I.JUMP, loop);
    this.here(exit);
    return end + 1;
  }
}

const bound = (count: number): number => (count === MAXREPEAT ? UNBOUNDED : Math.min(count, UNBOUNDED));
