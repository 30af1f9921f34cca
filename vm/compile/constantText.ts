/** Constants as Python's `repr` shows them. */
import type { ConstantOperand } from './code.ts';

/** A constant as `repr` shows it. */
export function describe(constant: ConstantOperand): string {
  switch (constant.type) {
    case 'int':
      return String(constant.value);
    case 'float':
      return floatText(constant.value);
    case 'complex':
      return describeComplex(constant.real, constant.imag);
    case 'str':
      return quote(constant.value);
    case 'bytes':
      return bytesText(constant.value);
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'tuple':
      return `(${constant.items.map(describe).join(', ')}${constant.items.length === 1 ? ',' : ''})`;
    case 'frozenset':
      return `frozenset({${constant.items.map(describe).join(', ')}})`;
    case 'slice':
      return `slice(${describe(constant.start)}, ${describe(constant.stop)}, ${describe(constant.step)})`;
    case 'code':
      return `<code object ${constant.code.name}, file "${constant.code.filename}", line ${constant.code.firstlineno}>`;
  }
}

function describeComplex(real: number, imag: number): string {
  const part = (value: number): string => floatText(value).replace(/\.0$/, '');
  if (real === 0 && !Object.is(real, -0)) return `${part(imag)}j`;
  return `(${part(real)}${imag < 0 || Object.is(imag, -0) ? '' : '+'}${part(imag)}j)`;
}

/** Python's `repr` of a str. */
export function quote(value: string): string {
  const delimiter = value.includes("'") && !value.includes('"') ? '"' : "'";
  let result = '';
  for (const character of value) result += escapeCharacter(character, delimiter);
  return delimiter + result + delimiter;
}

function escapeCharacter(character: string, delimiter: string): string {
  const code = character.codePointAt(0)!;
  if (character === delimiter || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const isPrintable = code >= 0x20 && code !== 0x7f && !/[\p{C}\p{Z}]/u.test(character);
  if (isPrintable || character === ' ') return character;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value.toFixed(1);
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 16) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Python's `repr` of bytes. */
export function bytesText(bytes: Uint8Array): string {
  const characters = [...bytes].map((byte) => String.fromCharCode(byte));
  const delimiter = characters.includes("'") && !characters.includes('"') ? '"' : "'";
  const escaped = characters.map((character) =>
    character > '~' ? `\\x${character.charCodeAt(0).toString(16)}` : escapeCharacter(character, delimiter),
  );
  return `b${delimiter}${escaped.join('')}${delimiter}`;
}
