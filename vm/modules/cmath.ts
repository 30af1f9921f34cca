/** The module `cmath` (CPython: Modules/cmathmodule.c): C99's formulas, special values by tables (C99, Annex G). */
import {
  type ComplexValue,
  complexDivide,
  complexNumber,
  type Escapes,
  hypotenuse,
  type KeywordNames,
  type MethodDef,
  newComplex,
  newFloat,
  newTuple,
  OverflowErrorType,
  type PyModule,
  type PyObject,
  parseArguments,
  raise,
  raiseValueError,
  realNumber,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

function domainError(): never {
  raiseValueError('math domain error');
}
function rangeError(): never {
  raise(OverflowErrorType, 'math range error');
}

const complex = (real: number, imag: number): ComplexValue => ({ real, imag });
const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);
const copySign = (x: number, sign: number): number => (isNegative(sign) ? -Math.abs(x) : Math.abs(x));
const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;
const isFinitePair = ({ real, imag }: ComplexValue): boolean =>
  Number.isFinite(real) && Number.isFinite(imag);

/** Beyond these, intermediate results would overflow or lose digits. */
const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = Math.log(LARGE);
const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_SMALLEST_NORMAL = 2 ** -511;

const isLarge = ({ real, imag }: ComplexValue): boolean => Math.abs(real) > LARGE || Math.abs(imag) > LARGE;

/** log |2z| without overflow, for large z. */
const logOfDouble = ({ real, imag }: ComplexValue): number =>
  Math.log(hypotenuse(real / 2, imag / 2)) + Math.LN2 * 2;

// ── Special values ──

/**
 * Results where a part of the argument is not finite: a row for each real part, in it two letters for each imaginary
 * part (both in the order -inf, negative, -0, 0, positive, inf, nan), the result's real and imaginary parts. `!!` is a
 * domain error, `..` is left to the formula.
 */
const SPECIAL = {
  acos: 'TIPIPIPiPiTinI HI........Hinn HI........HiHn HI........HiHn HI........Hinn QIZIZIZiZiQinI nInnnnnnnnninn',
  acosh:
    'ItIpIpIPIPITIn Ih........IHnn Ih........IHnH Ih........IHnH Ih........IHnn IqIzIzIZIZIQIn InnnnnnnnnInnn',
  asinh:
    'iqiziziZiZiQin ih........iHnn ih........iHnn Ih........IHnn Ih........IHnn IqIzIzIZIZIQIn InnnnznZnnInnn',
  atanh:
    'zhzhzhzHzHzHzn zh........zHnn zh........zHzn Zh........ZHZn Zh........ZHnn ZhZhZhZHZHZHZn ZhnnnnnnnnZHnn',
  cosh: '!!iIIZIzii!!In !!........!!nn !!........!!nZ !!........!!nZ !!........!!nn !!iiIzIZiI!!In nnnnnZnZnnnnnn',
  exp: 'ZZzzZzZZzZZZZZ !!........!!nn !!........!!nn !!........!!nn !!........!!nn !!iiIzIZiI!!In nnnnnznZnnnnnn',
  log: 'ItIpIpIPIPITIn Ih........IHnn Ih........IHnn Ih........IHnn Ih........IHnn IqIzIzIZIZIQIn InnnnnnnnnInnn',
  rect: '!!IIiZizIi!!In nn........nnnn ZZ........ZZZZ ZZ........ZZZZ nn........nnnn !!iiIzIZiI!!In nnnnnZnZnnnnnn',
  sinh: '!!IiiziZII!!In !!........!!nn !!........!!Zn !!........!!Zn !!........!!nn !!iiIzIZiI!!In nnnnnznZnnnnnn',
  sqrt: 'IiZiZiZIZIIInI Ii........IInn Ii........IInn Ii........IInn Ii........IInn IiIzIzIZIZIIIn IinnnnnnnnIInn',
  tanh: 'oZoZozoZozoZoZ !!........!!nn !!........!!zn !!........!!Zn !!........!!nn OZOZOzOZOzOZOZ nnnnnznZnnnnnn',
} as const;

/** Upper case is positive. */
const LETTERS: Readonly<Record<string, number>> = {
  I: Infinity,
  Z: 0,
  O: 1,
  P: Math.PI,
  H: Math.PI / 2,
  Q: Math.PI / 4,
  T: 0.75 * Math.PI,
};

function letterValue(letter: string): number {
  if (letter === 'n') return NaN;
  const value = LETTERS[letter.toUpperCase()]!;
  return letter < 'a' ? value : -value;
}

function classOf(x: number): number {
  if (Number.isNaN(x)) return 6;
  if (isInfinite(x)) return x < 0 ? 0 : 5;
  if (x === 0) return isNegative(x) ? 2 : 3;
  return x < 0 ? 1 : 4;
}

function special(name: keyof typeof SPECIAL, { real, imag }: ComplexValue): Escapes<ComplexValue> {
  const at = classOf(real) * 15 + classOf(imag) * 2;
  const table = SPECIAL[name];
  if (table[at] === '!') domainError();
  return complex(letterValue(table[at]!), letterValue(table[at + 1]!));
}

/** An infinite or zero length in the direction of a finite angle. */
function inDirection(length: number, angle: number): ComplexValue {
  return complex(copySign(length, Math.cos(angle)), copySign(length, Math.sin(angle)));
}

const hasFiniteAngle = ({ real, imag }: ComplexValue): boolean =>
  isInfinite(real) && Number.isFinite(imag) && imag !== 0;

function inRange(result: ComplexValue): Escapes<ComplexValue> {
  if (isInfinite(result.real) || isInfinite(result.imag)) rangeError();
  return result;
}

// ── Functions ──

type ComplexFunction = (z: ComplexValue) => Escapes<ComplexValue>;

function sqrt(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('sqrt', z);
  const { real, imag } = z;
  if (real === 0 && imag === 0) return complex(0, imag);
  const absReal = Math.abs(real);
  const absImag = Math.abs(imag);
  let root: number;
  if (absReal < SMALLEST_NORMAL && absImag < SMALLEST_NORMAL) {
    const scaled = absReal * 2 ** 53;
    root = Math.sqrt(scaled + hypotenuse(scaled, absImag * 2 ** 53)) * 2 ** -27;
  } else root = 2 * Math.sqrt(absReal / 8 + hypotenuse(absReal / 8, absImag / 8));
  const other = absImag / (2 * root);
  return real >= 0 ? complex(root, copySign(other, imag)) : complex(other, copySign(root, imag));
}

function acos(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('acos', z);
  const { real, imag } = z;
  if (isLarge(z)) {
    const size = logOfDouble(z);
    return complex(
      Math.atan2(Math.abs(imag), real),
      real < 0 ? -copySign(size, imag) : copySign(size, -imag),
    );
  }
  const s1 = sqrt(complex(1 - real, -imag));
  const s2 = sqrt(complex(1 + real, imag));
  return complex(2 * Math.atan2(s1.real, s2.real), Math.asinh(s2.real * s1.imag - s2.imag * s1.real));
}

function acosh(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('acosh', z);
  const { real, imag } = z;
  if (isLarge(z)) return complex(logOfDouble(z), Math.atan2(imag, real));
  const s1 = sqrt(complex(real - 1, imag));
  const s2 = sqrt(complex(real + 1, imag));
  return complex(Math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * Math.atan2(s1.imag, s2.real));
}

function asinh(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('asinh', z);
  const { real, imag } = z;
  if (isLarge(z)) {
    const size = logOfDouble(z);
    return complex(
      imag >= 0 ? copySign(size, real) : -copySign(size, -real),
      Math.atan2(imag, Math.abs(real)),
    );
  }
  const s1 = sqrt(complex(1 + imag, -real));
  const s2 = sqrt(complex(1 - imag, real));
  return complex(
    Math.asinh(s1.real * s2.imag - s2.real * s1.imag),
    Math.atan2(imag, s1.real * s2.real - s1.imag * s2.imag),
  );
}

function atanh(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('atanh', z);
  const { real, imag } = z;
  if (isNegative(real)) {
    const mirrored = atanh(complex(-real, -imag));
    return complex(-mirrored.real, -mirrored.imag);
  }
  const absImag = Math.abs(imag);
  if (real > SQRT_LARGE || absImag > SQRT_LARGE) {
    const half = hypotenuse(real / 2, imag / 2);
    return complex(real / 4 / half / half, -copySign(Math.PI / 2, -imag));
  }
  if (real === 1 && absImag < SQRT_SMALLEST_NORMAL) {
    if (absImag === 0) domainError();
    return complex(
      -Math.log(Math.sqrt(absImag) / Math.sqrt(hypotenuse(absImag, 2))),
      copySign(Math.atan2(2, -absImag) / 2, imag),
    );
  }
  return complex(
    Math.log1p((4 * real) / ((1 - real) * (1 - real) + absImag * absImag)) / 4,
    -Math.atan2(-2 * imag, (1 - real) * (1 + real) - absImag * absImag) / 2,
  );
}

function cosh(z: ComplexValue): Escapes<ComplexValue> {
  const { real, imag } = z;
  if (hasFiniteAngle(z)) {
    const result = inDirection(Infinity, imag);
    return real > 0 ? result : complex(result.real, -result.imag);
  }
  if (!isFinitePair(z)) return special('cosh', z);
  if (Math.abs(real) <= LOG_LARGE)
    return inRange(complex(Math.cos(imag) * Math.cosh(real), Math.sin(imag) * Math.sinh(real)));
  const less = real - copySign(1, real);
  return inRange(
    complex(Math.cos(imag) * Math.cosh(less) * Math.E, Math.sin(imag) * Math.sinh(less) * Math.E),
  );
}

function sinh(z: ComplexValue): Escapes<ComplexValue> {
  const { real, imag } = z;
  if (hasFiniteAngle(z)) {
    const result = inDirection(Infinity, imag);
    return real > 0 ? result : complex(-result.real, result.imag);
  }
  if (!isFinitePair(z)) return special('sinh', z);
  if (Math.abs(real) <= LOG_LARGE)
    return inRange(complex(Math.cos(imag) * Math.sinh(real), Math.sin(imag) * Math.cosh(real)));
  const less = real - copySign(1, real);
  return inRange(
    complex(Math.cos(imag) * Math.sinh(less) * Math.E, Math.sin(imag) * Math.cosh(less) * Math.E),
  );
}

function tanh(z: ComplexValue): Escapes<ComplexValue> {
  const { real, imag } = z;
  if (hasFiniteAngle(z)) return complex(copySign(1, real), copySign(0, 2 * Math.sin(imag) * Math.cos(imag)));
  if (!isFinitePair(z)) return special('tanh', z);
  if (Math.abs(real) > LOG_LARGE)
    return complex(copySign(1, real), 4 * Math.sin(imag) * Math.cos(imag) * Math.exp(-2 * Math.abs(real)));
  const tx = Math.tanh(real);
  const ty = Math.tan(imag);
  const cx = 1 / Math.cosh(real);
  const denominator = 1 + tx * ty * (tx * ty);
  return complex((tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx);
}

function exp(z: ComplexValue): Escapes<ComplexValue> {
  const { real, imag } = z;
  if (hasFiniteAngle(z)) return inDirection(real > 0 ? Infinity : 0, imag);
  if (!isFinitePair(z)) return special('exp', z);
  if (real <= LOG_LARGE) {
    const length = Math.exp(real);
    return inRange(complex(length * Math.cos(imag), length * Math.sin(imag)));
  }
  const length = Math.exp(real - 1);
  return inRange(complex(length * Math.cos(imag) * Math.E, length * Math.sin(imag) * Math.E));
}

function logOfLength(real: number, imag: number): Escapes<number> {
  if (real > LARGE || imag > LARGE) return Math.log(hypotenuse(real / 2, imag / 2)) + Math.LN2;
  if (real < SMALLEST_NORMAL && imag < SMALLEST_NORMAL) {
    if (real === 0 && imag === 0) domainError();
    return Math.log(hypotenuse(real * 2 ** 53, imag * 2 ** 53)) - 53 * Math.LN2;
  }
  const length = hypotenuse(real, imag);
  if (length < 0.71 || length > 1.73) return Math.log(length);
  const larger = Math.max(real, imag);
  const smaller = Math.min(real, imag);
  return Math.log1p((larger - 1) * (larger + 1) + smaller * smaller) / 2;
}

function log(z: ComplexValue): Escapes<ComplexValue> {
  if (!isFinitePair(z)) return special('log', z);
  return complex(logOfLength(Math.abs(z.real), Math.abs(z.imag)), Math.atan2(z.imag, z.real));
}

function log10(z: ComplexValue): Escapes<ComplexValue> {
  const { real, imag } = log(z);
  return complex(real / Math.LN10, imag / Math.LN10);
}

function logToBase(args: readonly PyObject[]): Escapes<ComplexValue> {
  const z = complexNumber(args[0]!);
  if (args.length === 1) return log(z);
  const base = complexNumber(args[1]!);
  const numerator = log(z);
  const denominator = log(base);
  if (denominator.real === 0 && denominator.imag === 0) domainError();
  return complexDivide(numerator, denominator);
}

/** f(iz) by its hyperbolic sister, which is odd: f(z) = -i·g(iz). */
const turned =
  (sister: ComplexFunction): ComplexFunction =>
  ({ real, imag }) => {
    const result = sister(complex(-imag, real));
    return complex(result.imag, -result.real);
  };

function rect(length: number, angle: number): Escapes<ComplexValue> {
  const polar = complex(length, angle);
  if (hasFiniteAngle(polar)) {
    const result = inDirection(Infinity, angle);
    return length > 0 ? result : complex(-result.real, -result.imag);
  }
  if (!isFinitePair(polar)) {
    if (length !== 0 && !Number.isNaN(length) && isInfinite(angle)) domainError();
    return special('rect', polar);
  }
  // Products of a zero angle keep the signs of zeros.
  if (angle === 0) return complex(length, length * angle);
  return complex(length * Math.cos(angle), length * Math.sin(angle));
}

function length(z: ComplexValue): Escapes<number> {
  const result = hypotenuse(z.real, z.imag);
  if (result === Infinity && isFinitePair(z)) rangeError();
  return result;
}

const ISCLOSE = { name: 'isclose', names: ['a', 'b', 'rel_tol', 'abs_tol'], positional: 2, required: 2 };

function isClose(args: readonly PyObject[], names: KeywordNames): Escapes<boolean> {
  const [first, second, relativeValue, absoluteValue] = parseArguments(ISCLOSE, args, names);
  const a = complexNumber(first!);
  const b = complexNumber(second!);
  const relative = relativeValue === undefined ? 1e-9 : realNumber(relativeValue);
  const absolute = absoluteValue === undefined ? 0 : realNumber(absoluteValue);
  if (relative < 0 || absolute < 0) raiseValueError('tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return true;
  if ([a.real, a.imag, b.real, b.imag].some(isInfinite)) return false;
  const difference = hypotenuse(a.real - b.real, a.imag - b.imag);
  return (
    difference <= relative * hypotenuse(b.real, b.imag) ||
    difference <= relative * hypotenuse(a.real, a.imag) ||
    difference <= absolute
  );
}

// ── The module ──

const FUNCTIONS: Readonly<Record<string, ComplexFunction>> = {
  acos,
  acosh,
  asin: turned(asinh),
  asinh,
  atan: turned(atanh),
  atanh,
  cos: ({ real, imag }) => cosh(complex(-imag, real)),
  cosh,
  exp,
  log10,
  sin: turned(sinh),
  sinh,
  sqrt,
  tan: turned(tanh),
  tanh,
};

const boxed = ({ real, imag }: ComplexValue): PyObject => newComplex(real, imag);

const predicate = (name: string, test: (z: ComplexValue) => boolean): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, value) => test(complexNumber(value)),
});

export function createCmath(): PyModule {
  const functions: MethodDef[] = Object.entries(FUNCTIONS).map(([name, compute]) => ({
    kind: 'O',
    name,
    call: (_module, value) => boxed(compute(complexNumber(value))),
  }));
  functions.push(
    predicate('isfinite', isFinitePair),
    predicate('isinf', ({ real, imag }) => isInfinite(real) || isInfinite(imag)),
    predicate('isnan', ({ real, imag }) => Number.isNaN(real) || Number.isNaN(imag)),
    { kind: 'KEYWORDS', name: 'isclose', call: (_module, args, names) => isClose(args, names) },
    { kind: 'FASTCALL', name: 'log', min: 1, max: 2, call: (_module, args) => boxed(logToBase(args)) },
    {
      kind: 'O',
      name: 'phase',
      call(_module, value) {
        const { real, imag } = complexNumber(value);
        return newFloat(Math.atan2(imag, real));
      },
    },
    {
      kind: 'O',
      name: 'polar',
      call(_module, value) {
        const z = complexNumber(value);
        return newTuple([newFloat(length(z)), newFloat(Math.atan2(z.imag, z.real))]);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'rect',
      min: 2,
      max: 2,
      call(_module, args) {
        const radius = realNumber(args[0]!);
        return boxed(rect(radius, realNumber(args[1]!)));
      },
    },
  );
  return defineModule({
    name: 'cmath',
    doc: 'This module provides access to mathematical functions for complex\nnumbers.',
    functions,
    members: {
      pi: newFloat(Math.PI),
      e: newFloat(Math.E),
      tau: newFloat(2 * Math.PI),
      inf: newFloat(Infinity),
      infj: newComplex(0, Infinity),
      nan: newFloat(NaN),
      nanj: newComplex(0, NaN),
    },
  });
}
