/** The tree as text, as Python's `ast.dump(node, indent=2)` prints it: `--dump ast`, and comparisons with CPython. */
import type { Node } from './ast.ts';
import type { ConstantValue } from './constant.ts';

const POSITION_FIELDS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;

const OPERATOR_FIELDS: ReadonlySet<string> = new Set(['op', 'ops', 'ctx']);
const CONSTANT_FIELDS: ReadonlySet<string> = new Set(['value', 'str']);

export interface DumpOptions {
  /** Also print `lineno` and its fellows. */
  readonly includeAttributes?: boolean;
}

export function dumpAst(node: Node, options: DumpOptions = {}): string {
  return dumpNode(node, 0, options);
}

function dumpNode(node: Node, level: number, options: DumpOptions): string {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === 'kind' || (POSITION_FIELDS as readonly string[]).includes(name)) continue;
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    const label = name === 'string_kind' ? 'kind' : name;
    fields.push(`${label}=${dumpValue(name, value, level + 1, options)}`);
  }
  if (options.includeAttributes && 'lineno' in node) {
    for (const name of POSITION_FIELDS) fields.push(`${name}=${node[name]}`);
  }
  const isSimple =
    fields.length <= 3 && fields.every((field) => !/[\n(]/.test(field.replace(/^\w+=\w+\(\)$/, '')));
  if (isSimple) return `${node.kind}(${fields.join(', ')})`;
  const indent = `\n${'  '.repeat(level + 1)}`;
  return `${node.kind}(${indent}${fields.join(`,${indent}`)})`;
}

function dumpValue(name: string, value: unknown, level: number, options: DumpOptions): string {
  if (Array.isArray(value)) {
    const indent = `\n${'  '.repeat(level + 1)}`;
    const items = value.map((item) => (item === null ? 'None' : dumpValue(name, item, level + 1, options)));
    return `[${indent}${items.join(`,${indent}`)}]`;
  }
  if (typeof value === 'string') return OPERATOR_FIELDS.has(name) ? `${value}()` : quote(value, false);
  if (typeof value === 'object' && value !== null) {
    if (CONSTANT_FIELDS.has(name) && 'type' in value) return dumpConstant(value as ConstantValue);
    return dumpNode(value as Node, level, options);
  }
  return String(value);
}

/** `repr` of the value. */
export function dumpConstant(constant: ConstantValue): string {
  switch (constant.type) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'int':
      return String(constant.value);
    case 'float':
      return floatRepr(constant.value);
    case 'complex': {
      const imag = floatRepr(constant.imag);
      return `${imag.endsWith('.0') ? imag.slice(0, -2) : imag}j`;
    }
    case 'str':
      return quote(constant.codePoints?.map((code) => String.fromCodePoint(code)) ?? constant.value, false);
    case 'bytes':
      return `b${quote(String.fromCharCode(...constant.value), true)}`;
    case 'tuple':
      return `(${constant.items.map(dumpConstant).join(', ')}${constant.items.length === 1 ? ',' : ''})`;
    case 'frozenset':
      return `frozenset({${constant.items.map(dumpConstant).join(', ')}})`;
  }
}

/** Python's `repr` of a float: exponent form from 1e16 up and below 1e-4, always a point or an exponent. */
function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
    const digits = exponent.slice(1).padStart(2, '0');
    return `${mantissa}e${exponent[0]}${digits}`;
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** `repr` of the characters; of bytes, each a character. */
function quote(text: string | readonly string[], isBytes: boolean): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = mark;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const named = NAMED_ESCAPES[character];
    if (named !== undefined) result += named;
    else if (character === mark) result += `\\${mark}`;
    else if (code >= 32 && code < 127) result += character;
    else if (isBytes || code < 0x100 ? isBytes || !/[^\p{C}\p{Z}]/u.test(character) : false) {
      result += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if (/[^\p{C}\p{Z}]/u.test(character)) result += character;
    else if (code < 0x10000) result += `\\u${code.toString(16).padStart(4, '0')}`;
    else result += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return result + mark;
}
