/**
 * A backtracking matcher with a stack of its own: the host's stack grows only with the nesting of lookarounds and atomic
 * parts in the pattern, never with the subject. What it decides is what CPython's Modules/_sre/sre_lib.h decides.
 *
 * A choice is four numbers on the stack: instruction, position, length of the trail, extra. The trail remembers
 * overwritten registers, so that going back to a choice restores groups and loop counters.
 */
import { isWordAscii, isWordUnicode } from './characters.ts';
import type { CharSet } from './charset.ts';
import { AT } from './codes.ts';
import { I, type Program, UNBOUNDED } from './program.ts';

/** Code points of the subject. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** `extra` of a choice without more to it; from 0 on it is the least position of a greedy repeat. */
const PLAIN = -1;
/** `LAZY_LIMIT - position` is the `extra` of a lazy repeat that may go on to that position. */
const LAZY_LIMIT = -2;
const CHOICE = 4;
const NEWLINE = 10;

export class Matcher {
  /** Start and end of each group (−1: unset), then `lastindex`. Read them after a match. */
  readonly registers: Int32Array;
  private readonly program: Program;
  private readonly codes: Codes;
  /** Where the subject ends for this search (`endpos`). */
  private readonly end: number;
  private stack: number[] = [];
  private height = 0;
  private trail: number[] = [];
  private trailHeight = 0;
  /** Demands on the end of a match: `fullmatch`, and no empty match at this position. */
  private mustEndAt = -1;
  private mustNotEndAt = -1;

  constructor(program: Program, codes: Codes, end: number) {
    this.program = program;
    this.codes = codes;
    this.end = end;
    this.registers = new Int32Array(program.registers);
  }

  /** Matches at `start`; the end of the match, or −1. */
  match(start: number, isFull: boolean, mustAdvance = false): number {
    this.mustEndAt = isFull ? this.end : -1;
    this.mustNotEndAt = mustAdvance ? start : -1;
    return this.attempt(start);
  }

  /** The first match from `start` on: its start, or −1; `matchEnd` is its end. `mustAdvance`: none that is empty at `start`. */
  search(start: number, mustAdvance = false): number {
    const { codes, end, program } = this;
    const { prefix, first, minWidth } = program;
    const last = end - minWidth;
    this.mustEndAt = -1;
    for (let at = start; at <= last; at++) {
      if (prefix.length > 0) {
        at = findPrefix(codes, prefix, at, end);
        if (at < 0 || at > last) return -1;
        if (program.isLiteral) {
          this.registers.fill(-1);
          this.matchEnd = at + prefix.length;
          return at;
        }
      } else if (first !== null) {
        while (at <= last && !first.has(codes[at]!)) at += 1;
        if (at > last) return -1;
      }
      this.mustNotEndAt = mustAdvance && at === start ? start : -1;
      const matchEnd = this.attempt(at);
      if (matchEnd >= 0) {
        this.matchEnd = matchEnd;
        return at;
      }
    }
    return -1;
  }
  matchEnd = -1;

  private attempt(start: number): number {
    this.registers.fill(-1);
    this.height = 0;
    this.trailHeight = 0;
    return this.run(0, start, true);
  }

  private write(register: number, value: number): void {
    const { trail, registers } = this;
    trail[this.trailHeight] = register;
    trail[this.trailHeight + 1] = registers[register]!;
    this.trailHeight += 2;
    registers[register] = value;
  }

  private undo(height: number): void {
    const { trail, registers } = this;
    let at = this.trailHeight;
    while (at > height) {
      at -= 2;
      registers[trail[at]!] = trail[at + 1]!;
    }
    this.trailHeight = height;
  }

  private choose(instruction: number, position: number, extra: number): void {
    const { stack, height } = this;
    stack[height] = instruction;
    stack[height + 1] = position;
    stack[height + 2] = this.trailHeight;
    stack[height + 3] = extra;
    this.height = height + CHOICE;
  }

  /** Runs from an instruction to its DONE; the position there, or −1. Choices above `base` are its own. */
  private run(from: number, position: number, isTop: boolean): number {
    const { codes, end, registers } = this;
    const { code, sets } = this.program;
    const base = this.height;
    let pc = from;
    let at = position;
    for (;;) {
      let failed = false;
      switch (code[pc]) {
        case I.DONE:
          if (isTop && ((this.mustEndAt >= 0 && at !== this.mustEndAt) || at === this.mustNotEndAt)) {
            failed = true;
            break;
          }
          this.height = base;
          return at;
        case I.CHAR:
          if (at < end && codes[at] === code[pc + 1]) {
            at += 1;
            pc += 2;
          } else failed = true;
          break;
        case I.NOT_CHAR:
        case I.ANY:
        case I.ANY_ALL:
        case I.SET:
          if (at < end && matchesOne(code[pc]!, code[pc + 1]!, codes[at]!, sets)) {
            at += 1;
            pc += 2;
          } else failed = true;
          break;
        case I.AT:
          if (this.isAt(code[pc + 1]!, at)) pc += 2;
          else failed = true;
          break;
        case I.MARK: {
          const mark = code[pc + 1]!;
          this.write(mark, at);
          if (mark & 1) this.write(2 * this.program.groups, (mark >> 1) + 1);
          pc += 2;
          break;
        }
        case I.JUMP:
          pc = code[pc + 1]!;
          break;
        case I.SPLIT:
          this.choose(code[pc + 1]!, at, PLAIN);
          pc += 2;
          break;
        case I.REFERENCE: {
          const length = this.referenceLength(code[pc + 1]!, code[pc + 2]!, at);
          if (length < 0) failed = true;
          else {
            at += length;
            pc += 3;
          }
          break;
        }
        case I.IF_GROUP: {
          const group = 2 * code[pc + 1]!;
          pc = isSet(registers[group]!, registers[group + 1]!) ? pc + 3 : code[pc + 2]!;
          break;
        }
        case I.LOOK: {
          const back = code[pc + 1]!;
          const trail = this.trailHeight;
          const found = at >= back && this.run(pc + 4, at - back, false) >= 0;
          const isNegative = code[pc + 2] === 1;
          if (isNegative) this.undo(trail);
          if (found === isNegative) failed = true;
          else pc = code[pc + 3]!;
          break;
        }
        case I.ATOMIC: {
          const stop = this.run(pc + 2, at, false);
          if (stop < 0) failed = true;
          else {
            at = stop;
            pc = code[pc + 1]!;
          }
          break;
        }
        case I.GREEDY: {
          const least = at + code[pc + 1]!;
          const stop = this.scan(pc, at, code[pc + 2]!);
          pc += 5;
          if (stop < least) failed = true;
          else {
            if (stop > least) this.choose(pc, stop - 1, least);
            at = stop;
          }
          break;
        }
        case I.POSSESSIVE: {
          const stop = this.scan(pc, at, code[pc + 2]!);
          if (stop < at + code[pc + 1]!) failed = true;
          else at = stop;
          pc += 5;
          break;
        }
        case I.LAZY: {
          const [min, max] = [code[pc + 1]!, code[pc + 2]!];
          const stop = this.scan(pc, at, min);
          if (stop < at + min) failed = true;
          else {
            const limit = max === UNBOUNDED ? end : Math.min(end, at + max);
            at = stop;
            if (limit > at) this.choose(pc, at, LAZY_LIMIT - limit);
            pc += 5;
          }
          break;
        }
        case I.LOOP_START:
          this.write(code[pc + 1]!, 0);
          this.write(code[pc + 1]! + 1, -1);
          pc += 2;
          break;
        case I.LOOP_GREEDY: {
          const register = code[pc + 1]!;
          const count = registers[register]!;
          if (count < code[pc + 2]!) {
            this.write(register, count + 1);
            pc += 5;
          } else if (count < code[pc + 3]! && at !== registers[register + 1]) {
            this.choose(code[pc + 4]!, at, PLAIN);
            this.write(register, count + 1);
            this.write(register + 1, at);
            pc += 5;
          } else pc = code[pc + 4]!;
          break;
        }
        case I.LOOP_LAZY: {
          const register = code[pc + 1]!;
          const count = registers[register]!;
          if (count < code[pc + 2]!) {
            this.write(register, count + 1);
            // Over the LOOP_MORE that follows.
            pc += 7;
          } else {
            this.choose(pc + 4, at, PLAIN);
            pc = code[pc + 3]!;
          }
          break;
        }
        case I.LOOP_MORE: {
          const register = code[pc + 1]!;
          const count = registers[register]!;
          if (count >= code[pc + 2]! || at === registers[register + 1]) failed = true;
          else {
            this.write(register, count + 1);
            this.write(register + 1, at);
            pc += 3;
          }
          break;
        }
        case I.LOOP_POSSESSIVE: {
          const stop = this.repeatAtomically(pc, at);
          if (stop < 0) failed = true;
          else {
            at = stop;
            pc = code[pc + 3]!;
          }
          break;
        }
        default:
          failed = true;
      }
      if (!failed) continue;

      // The latest choice that has an alternative left.
      const { stack } = this;
      for (;;) {
        const top = this.height - CHOICE;
        if (top < base) return -1;
        pc = stack[top]!;
        at = stack[top + 1]!;
        const extra = stack[top + 3]!;
        this.undo(stack[top + 2]!);
        if (extra === PLAIN) {
          this.height = top;
          break;
        }
        if (extra >= 0) {
          // A greedy repeat gives characters back, to where what follows can begin.
          if (code[pc] === I.CHAR) {
            const wanted = code[pc + 1];
            while (at >= extra && (at >= end || codes[at] !== wanted)) at -= 1;
          }
          if (at <= extra) this.height = top;
          else stack[top + 1] = at - 1;
          if (at >= extra) break;
          continue;
        }
        // A lazy repeat takes one character more.
        const limit = LAZY_LIMIT - extra;
        if (at < limit && matchesOne(code[pc + 3]!, code[pc + 4]!, codes[at]!, sets)) {
          at += 1;
          if (at < limit) stack[top + 1] = at;
          else this.height = top;
          pc += 5;
          break;
        }
        this.height = top;
      }
    }
  }

  /** How far a single character repeats from `at`, at most `max` times. */
  private scan(pc: number, at: number, max: number): number {
    const { codes } = this;
    const { code, sets } = this.program;
    const limit = max > this.end - at ? this.end : at + max;
    const [kind, operand] = [code[pc + 3]!, code[pc + 4]!];
    let stop = at;
    switch (kind) {
      case I.ANY_ALL:
        return limit;
      case I.ANY:
        while (stop < limit && codes[stop] !== NEWLINE) stop += 1;
        return stop;
      case I.CHAR:
        while (stop < limit && codes[stop] === operand) stop += 1;
        return stop;
      case I.NOT_CHAR:
        while (stop < limit && codes[stop] !== operand) stop += 1;
        return stop;
      default: {
        const set = sets[operand]!;
        while (stop < limit && set.has(codes[stop]!)) stop += 1;
        return stop;
      }
    }
  }

  /** Each iteration matches on its own and is kept; the end, or −1. */
  private repeatAtomically(pc: number, start: number): number {
    const { code } = this.program;
    const [min, max] = [code[pc + 1]!, code[pc + 2]!];
    let at = start;
    for (let count = 0; count < max; count++) {
      const trail = this.trailHeight;
      const stop = this.run(pc + 4, at, false);
      if (stop < 0) {
        this.undo(trail);
        return count < min ? -1 : at;
      }
      if (stop === at && count >= min) return at;
      at = stop;
    }
    return at;
  }

  private referenceLength(group: number, fold: number, at: number): number {
    const { codes, registers, program } = this;
    const [start, stop] = [registers[2 * group]!, registers[2 * group + 1]!];
    if (!isSet(start, stop) || stop - start > this.end - at) return -1;
    const folded = fold < 0 ? null : program.folds[fold]!;
    for (let i = 0; i < stop - start; i++) {
      const [here, there] = [codes[at + i]!, codes[start + i]!];
      if (here !== there && (folded === null || folded(here) !== folded(there))) return -1;
    }
    return stop - start;
  }

  private isAt(kind: number, at: number): boolean {
    const { codes, end } = this;
    switch (kind) {
      case AT.BEGINNING:
      case AT.BEGINNING_STRING:
        return at === 0;
      case AT.BEGINNING_LINE:
        return at === 0 || codes[at - 1] === NEWLINE;
      case AT.END:
        return at === end || (at === end - 1 && codes[at] === NEWLINE);
      case AT.END_LINE:
        return at === end || codes[at] === NEWLINE;
      case AT.END_STRING:
        return at === end;
      case AT.BOUNDARY:
      case AT.LOC_BOUNDARY:
        return this.isBoundary(isWordAscii, at);
      case AT.NON_BOUNDARY:
      case AT.LOC_NON_BOUNDARY:
        return !this.isBoundary(isWordAscii, at);
      case AT.UNI_BOUNDARY:
        return this.isBoundary(isWordUnicode, at);
      case AT.UNI_NON_BOUNDARY:
        return !this.isBoundary(isWordUnicode, at);
      default:
        throw new RangeError(`regular expression code: unknown position ${kind}`);
    }
  }

  private isBoundary(isWord: (code: number) => boolean, at: number): boolean {
    const before = at > 0 && isWord(this.codes[at - 1]!);
    const after = at < this.end && isWord(this.codes[at]!);
    return before !== after;
  }
}

const isSet = (start: number, stop: number): boolean => start >= 0 && stop >= start;

function matchesOne(kind: number, operand: number, character: number, sets: readonly CharSet[]): boolean {
  switch (kind) {
    case I.CHAR:
      return character === operand;
    case I.NOT_CHAR:
      return character !== operand;
    case I.ANY:
      return character !== NEWLINE;
    case I.ANY_ALL:
      return true;
    default:
      return sets[operand]!.has(character);
  }
}

function findPrefix(codes: Codes, prefix: readonly number[], from: number, end: number): number {
  const first = prefix[0]!;
  const last = end - prefix.length;
  for (let at = codes.indexOf(first, from); at >= 0 && at <= last; at = codes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < prefix.length && codes[at + i] === prefix[i]) i += 1;
    if (i === prefix.length) return at;
  }
  return -1;
}
