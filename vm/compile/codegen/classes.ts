/** Class definitions (data model: "Customizing class creation"). */
import type { ClassDef } from '../../syntax/index.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { lineRange, NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { generateBody } from './body.ts';
import { generateArguments } from './calls.ts';
import { visitAll } from './expressions.ts';
import { applyDecorators, firstLineOf, makeClosure } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName, cellOparg } from './names.ts';
import { generateTypeParameters } from './typeParameters.ts';

export function generateClass(g: CodeGenerator, node: ClassDef): void {
  const range = rangeOf(node);
  const firstlineno = firstLineOf(node);
  visitAll(g, node.decorator_list);
  if (node.type_params.length === 0) {
    generateClassBody(g, node, firstlineno, range);
    generateArguments(g, 2, node.bases, node.keywords, range);
  } else {
    g.enter(g.table.typeParameters.get(node)!, {
      kind: 'annotations',
      name: `<generic parameters of ${node.name}>`,
      firstlineno,
      className: node.name,
    });
    generateTypeParameters(g, node.type_params);
    accessName(g, '.type_params', 'Store', range);
    generateClassBody(g, node, firstlineno, range);
    accessName(g, '.type_params', 'Load', range);
    g.emit(OPCODE.SUBSCRIPT_GENERIC, 0, range);
    accessName(g, '.generic_base', 'Store', range);
    generateArguments(g, 2, node.bases, node.keywords, range, '.generic_base');
    g.emit(OPCODE.RETURN_VALUE, 0, range);
    const code = g.leave();
    makeClosure(g, code, 0, range);
    g.emit(OPCODE.PUSH_NULL, 0, range);
    g.emit(OPCODE.CALL, 0, range);
  }
  applyDecorators(g, node.decorator_list);
  accessName(g, node.name, 'Store', range);
}

/** Compiles the body and pushes `__build_class__`, NULL, the body's function and the name. */
function generateClassBody(g: CodeGenerator, node: ClassDef, firstlineno: number, range: SourceRange): void {
  g.enter(g.table.bodies.get(node)!, { kind: 'class', name: node.name, firstlineno, className: node.name });
  const { unit, scope } = g;
  const start = lineRange(firstlineno);
  accessName(g, '__name__', 'Load', start);
  accessName(g, '__module__', 'Store', start);
  g.loadStr(unit.qualname, start);
  accessName(g, '__qualname__', 'Store', start);
  g.loadInt(firstlineno, start);
  accessName(g, '__firstlineno__', 'Store', start);
  if (node.type_params.length > 0) {
    accessName(g, '.type_params', 'Load', start);
    accessName(g, '__type_params__', 'Store', start);
  }
  if (scope.needsClassDict) {
    g.emit(OPCODE.LOAD_LOCALS, 0, start);
    g.emit(OPCODE.STORE_DEREF, cellOparg(unit, '__classdict__'), start);
  }
  generateBody(g, node.body, start);
  const attributes = [...unit.staticAttributes].sort();
  g.loadConst({ type: 'tuple', items: attributes.map((value) => ({ type: 'str', value })) }, NO_LOCATION);
  accessName(g, '__static_attributes__', 'Store', NO_LOCATION);
  if (scope.needsClassDict) {
    g.emit(PSEUDO.LOAD_CLOSURE, cellOparg(unit, '__classdict__'), NO_LOCATION);
    accessName(g, '__classdictcell__', 'Store', NO_LOCATION);
  }
  if (scope.needsClassClosure) {
    // The value that `__build_class__` fills once the class exists.
    g.emit(PSEUDO.LOAD_CLOSURE, cellOparg(unit, '__class__'), NO_LOCATION);
    g.emit(OPCODE.COPY, 1, NO_LOCATION);
    accessName(g, '__classcell__', 'Store', NO_LOCATION);
  } else {
    g.loadNone(NO_LOCATION);
  }
  g.emit(OPCODE.RETURN_VALUE, 0, NO_LOCATION);
  const code = g.leave();
  g.emit(OPCODE.LOAD_BUILD_CLASS, 0, range);
  g.emit(OPCODE.PUSH_NULL, 0, range);
  makeClosure(g, code, 0, range);
  g.loadStr(node.name, range);
}
