/** What `sys` asks of the machine that runs bytecode. `vm/tiers` sets the members when it starts. */
import type { PyBaseException } from '../objects/index.ts';

export interface MachineServices {
  getRecursionLimit(): number;
  setRecursionLimit(limit: number): void;
  /** Python calls active now. */
  recursionDepth(): number;
  /** The exception that an `except` or `finally` is handling. */
  handledException(): PyBaseException | null;
  /** The exception with its traceback, as an uncaught one is shown. */
  formatException(error: PyBaseException): string;
}

let limit = 1000;

export const services: MachineServices = {
  getRecursionLimit: () => limit,
  setRecursionLimit(value) {
    limit = value;
  },
  recursionDepth: () => 0,
  handledException: () => null,
  formatException: (error) => `${error.ob_type.name}\n`,
};
