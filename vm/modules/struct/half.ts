/** IEEE 754 binary16 (CPython: Objects/floatobject.c PyFloat_Pack2, PyFloat_Unpack2). */
import { roundHalfEven } from '../../objects/index.ts';

/** The 16 bits of the nearest half; `undefined` when the finite number is too large. */
export function halfFromDouble(value: number): number | undefined {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude === Infinity) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  if (magnitude >= 65520) return undefined;
  let exponent = Math.floor(Math.log2(magnitude));
  // The logarithm may be off by one beside a power of two.
  if (2 ** exponent > magnitude) exponent -= 1;
  else if (2 ** (exponent + 1) <= magnitude) exponent += 1;
  const fraction = roundHalfEven((magnitude / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

export function halfToDouble(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
