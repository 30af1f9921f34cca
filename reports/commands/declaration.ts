/** How a command declares itself: the parser gets its options from the file that carries it out. */
import type { Argv } from 'yargs';

export interface Declaration {
  /** The first word after `stage-report`, for suggestions. */
  readonly name: string;
  /** Adds the command; it calls `setStatus` with its exit status when it has run. */
  readonly addTo: (parser: Argv, setStatus: (status: number) => void) => void;
}
