/**
 * The collector of V8, as a program that runs as one long job needs it.
 *
 * V8 empties its list of kept objects when a queue of microtasks has been run. A context with a queue of its own runs
 * that queue when a script in it ends, in the middle of our job: 7 µs. `gc` is a function that V8 gives to contexts
 * made while its flag is set: about 5 ms with a small heap.
 */

let emptyQueue: (() => void) | undefined;

export function clearKeptObjects(): void {
  if (emptyQueue === undefined) {
    const { createContext, Script } = process.getBuiltinModule('node:vm');
    const context = createContext({}, { microtaskMode: 'afterEvaluate' });
    const script = new Script('Promise.resolve().then(() => 0)');
    emptyQueue = () => {
      script.runInContext(context);
    };
  }
  emptyQueue();
}

let collect: (() => void) | undefined;

export function collectGarbage(): boolean {
  if (collect === undefined) {
    const { runInNewContext } = process.getBuiltinModule('node:vm');
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
  }
  clearKeptObjects();
  collect();
  return true;
}
