/** Function definitions, lambdas, decorators, and the making of closures. */
import type { Arguments, AsyncFunctionDef, Expr, FunctionDef, Lambda } from '../../syntax/index.ts';
import type { CodeUnit } from '../code.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { FUNCTION_ATTRIBUTE } from '../operators.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { generateFunctionAnnotations } from './annotations.ts';
import { docstringOf, visitStatements } from './body.ts';
import { visit, visitAll } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName, cellOparg } from './names.ts';
import { generateTypeParameters } from './typeParameters.ts';

/** First line of a definition: that of its first decorator if it has any. */
export function firstLineOf(node: { lineno: number; decorator_list: readonly Expr[] }): number {
  return node.decorator_list[0]?.lineno ?? node.lineno;
}

/** Each decorator lies under what it decorates: `@a @b def f` calls b first. */
export function applyDecorators(g: CodeGenerator, decorators: readonly Expr[]): void {
  // The decorated object stands in the callable's `self` place: the same as one argument.
  for (const decorator of [...decorators].reverse()) g.emit(OPCODE.CALL, 0, rangeOf(decorator));
}

/** Makes a function of the code; `attributes` (flags) say which values lie on the stack for it. */
export function makeClosure(g: CodeGenerator, code: CodeUnit, attributes: number, range: SourceRange): void {
  const names = code.localsplusnames.slice(code.localsplusnames.length - code.nfrees);
  if (names.length > 0) {
    for (const name of names) {
      g.emit(PSEUDO.LOAD_CLOSURE, cellOparg(g.unit, name), range);
    }
    g.emit(OPCODE.BUILD_TUPLE, names.length, range);
  }
  g.loadConst({ type: 'code', code }, range);
  g.emit(OPCODE.MAKE_FUNCTION, 0, range);
  if (names.length > 0) g.emit(OPCODE.SET_FUNCTION_ATTRIBUTE, FUNCTION_ATTRIBUTE.closure, range);
  // In the order in which the values lie on the stack, topmost first.
  for (const flag of [
    FUNCTION_ATTRIBUTE.annotations,
    FUNCTION_ATTRIBUTE.annotate,
    FUNCTION_ATTRIBUTE.keywordDefaults,
    FUNCTION_ATTRIBUTE.defaults,
  ]) {
    if (attributes & flag) g.emit(OPCODE.SET_FUNCTION_ATTRIBUTE, flag, range);
  }
}

/** Pushes the defaults tuple and the keyword defaults dict, where there are any; returns their flags. */
function generateDefaults(g: CodeGenerator, args: Arguments, range: SourceRange): number {
  let attributes = 0;
  if (args.defaults.length > 0) {
    visitAll(g, args.defaults);
    g.emit(OPCODE.BUILD_TUPLE, args.defaults.length, range);
    attributes |= FUNCTION_ATTRIBUTE.defaults;
  }
  let count = 0;
  args.kwonlyargs.forEach((parameter, index) => {
    const value = args.kw_defaults[index];
    if (value === null || value === undefined) return;
    g.loadStr(g.mangle(parameter.arg), range);
    visit(g, value);
    count++;
  });
  if (count > 0) {
    g.emit(OPCODE.BUILD_MAP, count, range);
    attributes |= FUNCTION_ATTRIBUTE.keywordDefaults;
  }
  return attributes;
}

function argumentCounts(args: Arguments): {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
} {
  return {
    argcount: args.posonlyargs.length + args.args.length,
    posonlyargcount: args.posonlyargs.length,
    kwonlyargcount: args.kwonlyargs.length,
  };
}

export function generateFunction(g: CodeGenerator, node: FunctionDef | AsyncFunctionDef): void {
  const range = rangeOf(node);
  const firstlineno = firstLineOf(node);
  visitAll(g, node.decorator_list);
  const isGeneric = node.type_params.length > 0;
  let attributes = generateDefaults(g, node.args, range);
  if (!isGeneric) {
    attributes |= generateFunctionAnnotations(g, node, range);
    generateFunctionBody(g, node, attributes, firstlineno, range);
  } else {
    // The defaults are computed outside and handed to the scope of the type parameters as arguments.
    const handed = [FUNCTION_ATTRIBUTE.defaults, FUNCTION_ATTRIBUTE.keywordDefaults].filter(
      (flag) => attributes & flag,
    );
    if (handed.length === 2) g.emit(OPCODE.SWAP, 2, range);
    g.enter(g.table.typeParameters.get(node)!, {
      kind: 'annotations',
      name: `<generic parameters of ${node.name}>`,
      firstlineno,
      argcount: handed.length,
    });
    generateTypeParameters(g, node.type_params);
    handed.forEach((_, index) => void g.emit(OPCODE.LOAD_FAST, index, range));
    attributes |= generateFunctionAnnotations(g, node, range);
    generateFunctionBody(g, node, attributes, firstlineno, range);
    g.emit(OPCODE.SWAP, 2, range);
    g.emit(OPCODE.SET_FUNCTION_TYPE_PARAMS, 0, range);
    g.emit(OPCODE.RETURN_VALUE, 0, range);
    const code = g.leave();
    makeClosure(g, code, 0, range);
    if (handed.length > 0) {
      // defaults[, keyword defaults], function → function, …: the first argument takes the place of NULL.
      g.emit(OPCODE.SWAP, handed.length + 1, range);
      g.emit(OPCODE.CALL, handed.length - 1, range);
    } else {
      g.emit(OPCODE.PUSH_NULL, 0, range);
      g.emit(OPCODE.CALL, 0, range);
    }
  }
  applyDecorators(g, node.decorator_list);
  accessName(g, node.name, 'Store', range);
}

function generateFunctionBody(
  g: CodeGenerator,
  node: FunctionDef | AsyncFunctionDef,
  attributes: number,
  firstlineno: number,
  range: SourceRange,
): void {
  g.enter(g.table.bodies.get(node)!, {
    kind: node.kind === 'AsyncFunctionDef' ? 'asyncFunction' : 'function',
    name: node.name,
    firstlineno,
    ...argumentCounts(node.args),
  });
  const docstring = docstringOf(node.body);
  let body = node.body;
  if (docstring !== null) {
    body = body.slice(1);
    if (g.options.optimize < 2) {
      g.unit.docstring = docstring;
      g.unit.consts.add({ type: 'str', value: docstring });
    }
  }
  visitStatements(g, body);
  const code = g.leave();
  makeClosure(g, code, attributes, range);
}

export function generateLambda(g: CodeGenerator, node: Lambda): void {
  const range = rangeOf(node);
  const attributes = generateDefaults(g, node.args, range);
  g.enter(g.table.bodies.get(node)!, {
    kind: 'lambda',
    name: '<lambda>',
    firstlineno: node.lineno,
    ...argumentCounts(node.args),
  });
  visit(g, node.body);
  g.emit(OPCODE.RETURN_VALUE, 0, g.scope.isGenerator ? NO_LOCATION : rangeOf(node.body));
  const code = g.leave();
  makeClosure(g, code, attributes, range);
}
