/**
 * The module `_warnings` as far as the library needs it: `warn` and `warn_explicit`, by the library's own `warnings`. Filters
 * and registries are kept there, in Python (`_py_warnings`).
 */
import { call, getAttribute, type MethodDef, machine, type PyModule } from '../objects/index.ts';
import { defineModule } from './define.ts';

const forward = (name: string): MethodDef => ({
  kind: 'KEYWORDS',
  name,
  call: (_module, args, names) =>
    call(getAttribute(machine.importModule('warnings'), name), [...args], names),
});

export function createWarnings(): PyModule {
  return defineModule({ name: '_warnings', functions: [forward('warn'), forward('warn_explicit')] });
}
