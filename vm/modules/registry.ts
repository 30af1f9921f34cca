/**
 * Modules that are loaded and shared between rooms: `sys.modules` belongs to `sys`, but `print` needs `sys.stdout`
 * without importing the module's source.
 */
import type { PyModule } from '../objects/index.ts';

const loaded = new Map<string, PyModule>();

export function registerModule(name: string, module: PyModule): void {
  loaded.set(name, module);
}

/** A built-in module made before, whatever `sys.modules` says now. */
export function loadedModule(name: string): PyModule | undefined {
  return loaded.get(name);
}
