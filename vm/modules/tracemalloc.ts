/**
 * The module `_tracemalloc` (CPython: Modules/_tracemalloc.c): tracing is never on, since the host allocates and does not
 * tell. Asking for it raises NotImplementedError; everything else answers as CPython does while tracing is off.
 */
import {
  type MethodDef,
  NotImplementedErrorType,
  newList,
  newTuple,
  type PyModule,
  raise,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

const functions: readonly MethodDef[] = [
  { kind: 'NOARGS', name: 'is_tracing', call: () => false },
  { kind: 'NOARGS', name: 'clear_traces', call: () => null },
  { kind: 'NOARGS', name: '_get_traces', call: () => newList([]) },
  { kind: 'O', name: '_get_object_traceback', call: () => null },
  {
    kind: 'FASTCALL',
    name: 'start',
    min: 0,
    max: 1,
    call: () => raise(NotImplementedErrorType, 'tracemalloc.start: allocations of the host cannot be traced'),
  },
  { kind: 'NOARGS', name: 'stop', call: () => null },
  { kind: 'NOARGS', name: 'get_traceback_limit', call: () => 1 },
  { kind: 'NOARGS', name: 'get_tracemalloc_memory', call: () => 0 },
  { kind: 'NOARGS', name: 'get_traced_memory', call: () => newTuple([0, 0]) },
  { kind: 'NOARGS', name: 'reset_peak', call: () => null },
];

export function createTracemalloc(): PyModule {
  return defineModule({
    name: '_tracemalloc',
    doc: 'Debug module to trace memory blocks allocated by Python.',
    functions,
  });
}
