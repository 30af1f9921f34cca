/** Which specialisation fits a global name. */

import type { GlobalCache } from '../caches.ts';
import type { Frame } from '../frame.ts';

export function selectLoadGlobal(name: string, frame: Frame, cache: GlobalCache): readonly string[] {
  const globals = frame.globals.table;
  const builtins = frame.builtins.table;
  cache.moduleVersion = globals.version;
  cache.index = globals.lookupStr(name);
  if (cache.index >= 0) {
    const value = globals.values[cache.index];
    if (typeof value === 'number') cache.constant = value;
    return ['LOAD_GLOBAL_MODULE'];
  }
  cache.builtinsVersion = builtins.version;
  cache.index = builtins.lookupStr(name);
  return cache.index >= 0 ? ['LOAD_GLOBAL_BUILTIN'] : [];
}
