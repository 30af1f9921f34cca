/** Class statements, imports, annotations, and what an interactive statement shows (language reference 8.8, 7.11, 7.2.2). */
import type { PyObject } from '../objects/index.ts';
import { instruction } from './define.ts';
import type { Frame } from './frame.ts';
import type { Name } from './primitives.ts';
import { importFrom, importName, importStar, loadBuildClass } from './runtime/imports.ts';
import { displayValue, setUpAnnotations } from './runtime/namespaces.ts';

export const LOAD_BUILD_CLASS = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(frame: Frame): PyObject {
    return loadBuildClass(frame);
  },
});

export const IMPORT_NAME = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(level: PyObject, fromlist: PyObject, name: Name, frame: Frame): PyObject {
    return importName(frame, name, fromlist, level);
  },
});

export const IMPORT_FROM = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(module: PyObject, name: Name): [module: PyObject, value: PyObject] {
    const value = importFrom(module, name);
    return [module, value];
  },
});

export const IMPORT_STAR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(module: PyObject, frame: Frame): void {
    importStar(module, frame);
  },
});

/** Makes sure that the namespace has `__annotations__`. */
export const SETUP_ANNOTATIONS = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(frame: Frame): void {
    setUpAnnotations(frame);
  },
});

/** Gives the value of an expression statement of an interactive session to `sys.displayhook`. */
export const PRINT_EXPR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject): void {
    displayValue(value);
  },
});
