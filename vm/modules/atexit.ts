/** The module `atexit` (CPython: Modules/atexitmodule.c): functions to call when the program ends. */
import {
  call,
  type Escapes,
  equals,
  type PyModule,
  type PyObject,
  raiseTypeError,
  repr,
  strToJs,
  typeOf,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { reportUnraisable } from './unraisable.ts';

interface Registered {
  readonly func: PyObject;
  readonly args: readonly PyObject[];
  readonly names: readonly string[] | null;
}

let registered: Registered[] = [];

/** Calls the functions, last registered first; those they register themselves too. */
export function runExitFunctions(): Escapes<void> {
  for (let last = registered.pop(); last !== undefined; last = registered.pop()) {
    try {
      call(last.func, [...last.args], last.names);
    } catch (error) {
      reportUnraisable(error, `Exception ignored in atexit callback ${strToJs(repr(last.func))}`);
    }
  }
}

export function createAtexit(): PyModule {
  return defineModule({
    name: 'atexit',
    doc: 'allow programmer to define multiple exit functions to be executed upon normal program termination.',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'register',
        doc: 'Register a function to be executed upon normal program termination.',
        call(_module, args, names) {
          if (args.length === (names?.length ?? 0))
            raiseTypeError('register() takes at least 1 argument (0 given)');
          const [func, ...rest] = args;
          if (typeOf(func!).tp_call === null) raiseTypeError('the first argument must be callable');
          registered.push({ func: func!, args: rest, names });
          return func!;
        },
      },
      {
        kind: 'O',
        name: 'unregister',
        doc: 'Unregister an exit function which was previously registered using atexit.register.',
        call(_module, func) {
          registered = registered.filter((each) => !equals(each.func, func));
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: '_clear',
        doc: 'Clear the list of previously registered exit functions.',
        call() {
          registered = [];
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: '_run_exitfuncs',
        doc: 'Run all registered exit functions.',
        call() {
          runExitFunctions();
          return null;
        },
      },
      { kind: 'NOARGS', name: '_ncallbacks', call: () => registered.length },
    ],
  });
}
