/** What `engines` and `doctor` find on a machine. */

export interface EngineRow {
  readonly name: string;
  readonly command: readonly string[];
  readonly implementation: string | null;
  readonly version: string | null;
  /** Why it cannot be measured; null where it can. */
  readonly problem: string | null;
}

export interface Finding {
  readonly verdict: 'good' | 'warning' | 'bad';
  readonly what: string;
  /** What to do; empty where nothing is. */
  readonly fix: string;
}
