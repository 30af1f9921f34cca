/** The module `_ast`: the classes of the abstract syntax tree (CPython: Python/Python-ast.c). */
import type { PyModule, PyObject } from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { astTypes } from './types.ts';

export { treeFromObjects } from './from-objects.ts';
export { constantToObject, treeToObjects } from './to-objects.ts';
export { isAst } from './types.ts';

/** Flags of `compile()` that `ast` uses (Include/cpython/compile.h). */
export const PyCF_ONLY_AST = 0x0400;
export const PyCF_TYPE_COMMENTS = 0x1000;
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
export const PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST;

export function createAst(): PyModule {
  const { base, classes } = astTypes();
  const members: Record<string, PyObject> = { AST: base };
  for (const [name, type] of classes) members[name] = type;
  return defineModule({
    name: '_ast',
    members: {
      ...members,
      PyCF_ALLOW_TOP_LEVEL_AWAIT,
      PyCF_ONLY_AST,
      PyCF_OPTIMIZED_AST,
      PyCF_TYPE_COMMENTS,
    },
  });
}
