/** Type parameters and type aliases (PEP 695, defaults: PEP 696). */
import type { Expr, TypeAlias, TypeParam } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { FUNCTION_ATTRIBUTE } from '../operators.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import type { Scope } from '../symtable/index.ts';
import { enterAnnotationScope, leaveAnnotationScope } from './annotations.ts';
import { visit } from './expressions.ts';
import { makeClosure } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

/** Makes the type parameters, binds their names and leaves the tuple of them on the stack. */
export function generateTypeParameters(g: CodeGenerator, parameters: readonly TypeParam[]): void {
  for (const parameter of parameters) {
    const range = rangeOf(parameter);
    g.loadStr(parameter.name, range);
    switch (parameter.kind) {
      case 'TypeVar':
        if (parameter.bound === null) {
          g.emit(OPCODE.BUILD_TYPEVAR, 0, range);
        } else {
          pushLazyValue(g, parameter.bound, parameter.name, g.table.bodies.get(parameter)!, false);
          const hasConstraints = parameter.bound.kind === 'Tuple';
          g.emit(
            hasConstraints ? OPCODE.BUILD_TYPEVAR_WITH_CONSTRAINTS : OPCODE.BUILD_TYPEVAR_WITH_BOUND,
            0,
            range,
          );
        }
        break;
      case 'TypeVarTuple':
        g.emit(OPCODE.BUILD_TYPEVARTUPLE, 0, range);
        break;
      case 'ParamSpec':
        g.emit(OPCODE.BUILD_PARAMSPEC, 0, range);
        break;
    }
    if (parameter.default_value !== null) {
      const mayBeStarred = parameter.kind === 'TypeVarTuple';
      pushLazyValue(
        g,
        parameter.default_value,
        parameter.name,
        g.table.defaults.get(parameter)!,
        mayBeStarred,
      );
      g.emit(OPCODE.SET_TYPEPARAM_DEFAULT, 0, range);
    }
    g.emit(OPCODE.COPY, 1, range);
    accessName(g, parameter.name, 'Store', range);
  }
  const [first] = parameters;
  g.emit(OPCODE.BUILD_TUPLE, parameters.length, rangeOf(first!));
}

/** Format VALUE is the default argument of functions that compute a lazy value. */
function pushDefaultFormat(g: CodeGenerator, range: SourceRange): void {
  g.loadConst({ type: 'tuple', items: [{ type: 'int', value: 1 }] }, range);
}

/** Pushes a function that computes the bound or default when it is asked for. */
function pushLazyValue(
  g: CodeGenerator,
  value: Expr,
  name: string,
  scope: Scope,
  mayBeStarred: boolean,
): void {
  const range = rangeOf(value);
  pushDefaultFormat(g, range);
  enterAnnotationScope(g, scope, name, range);
  if (mayBeStarred && value.kind === 'Starred') {
    visit(g, value.value);
    g.emit(OPCODE.UNPACK_SEQUENCE, 1, range);
  } else {
    visit(g, value);
  }
  leaveAnnotationScope(g, FUNCTION_ATTRIBUTE.defaults, range);
}

/** `type X[T] = …` */
export function generateTypeAlias(g: CodeGenerator, node: TypeAlias): void {
  const range = rangeOf(node);
  const name = node.name.id;
  const isGeneric = node.type_params.length > 0;
  if (isGeneric) {
    g.enter(g.table.typeParameters.get(node)!, {
      kind: 'annotations',
      name: `<generic parameters of ${name}>`,
      firstlineno: node.lineno,
    });
    g.loadStr(name, range);
    generateTypeParameters(g, node.type_params);
  } else {
    g.loadStr(name, range);
    g.loadNone(range);
  }
  pushDefaultFormat(g, range);
  enterAnnotationScope(g, g.table.bodies.get(node)!, name, range);
  visit(g, node.value);
  leaveAnnotationScope(g, FUNCTION_ATTRIBUTE.defaults, range);
  g.emit(OPCODE.BUILD_TUPLE, 3, range);
  g.emit(OPCODE.BUILD_TYPEALIAS, 0, range);
  if (isGeneric) {
    g.emit(OPCODE.RETURN_VALUE, 0, range);
    const code = g.leave();
    makeClosure(g, code, 0, range);
    g.emit(OPCODE.PUSH_NULL, 0, range);
    g.emit(OPCODE.CALL, 0, range);
  }
  accessName(g, name, 'Store', range);
}
