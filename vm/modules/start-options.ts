/**
 * How this Python was started (CPython: `PyConfig`): what `sys.flags`, `sys.warnoptions`, `sys._xoptions` and the others
 * tell of the command line and the environment. Set once, before modules are made.
 */
export interface StartOptions {
  /** Numbers and bools of `sys.flags` that differ from their defaults. */
  readonly flags: Readonly<Record<string, number | boolean>>;
  /** `-W` and `PYTHONWARNINGS`, the strongest last. */
  readonly warnOptions: readonly string[];
  /** `-X name` and `-X name=value`. */
  readonly implementationOptions: ReadonlyMap<string, string | true>;
  /** The whole command line, `sys.orig_argv`. */
  readonly originalArguments: readonly string[];
  /** Folder of cached code; `null`: `__pycache__` beside each source. */
  readonly cachePrefix: string | null;
  /** Level of `-O`. */
  readonly optimize: 0 | 1 | 2;
}

export let startOptions: StartOptions = {
  flags: {},
  warnOptions: [],
  implementationOptions: new Map(),
  originalArguments: [],
  cachePrefix: null,
  optimize: 0,
};

export function setStartOptions(options: StartOptions): void {
  startOptions = options;
}
