/**
 * Errors that a user meets: a value with a code, the file, the field, what is wrong and how to put it right.
 * Whatever is thrown as an InputError ends a command with exit status 2; anything else is a defect of ours.
 */

export interface InputProblem {
  /** The file, or the option of the command line, that holds the mistake. */
  readonly where: string;
  /** The field inside it, as a path such as `stages[2].target`; left out when the whole file is meant. */
  readonly field?: string;
  readonly problem: string;
  readonly fix: string;
}

export class InputError extends Error {
  readonly code = 'BAD_INPUT';
  readonly exitStatus = 2;
  readonly details: InputProblem;

  constructor(details: InputProblem) {
    super(formatProblem(details));
    this.name = 'InputError';
    this.details = details;
  }
}

const STORAGE_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the limit on the size of files is reached',
  EIO: 'the disk does not answer',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
};

/** What a failed write tells a user: a full disk and the like as an InputError, anything else as it is. */
export function storageError(file: string, error: unknown, fix: string): unknown {
  const reason = STORAGE_REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined
    ? error
    : new InputError({ where: file, problem: `cannot be written: ${reason}`, fix });
}

function formatProblem({ where, field, problem, fix }: InputProblem): string {
  const place = field ? `${where}: ${field}` : where;
  return `${place}: ${problem}\n  fix: ${fix}`;
}

/** The candidate nearest to a misspelt word, if one is near enough to be meant. */
export function nearestSpelling(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const LISTED = 16;

/** "did you mean …?" when something is near, and in any case the list, or its beginning where it is long. */
export function suggest(word: string, candidates: readonly string[]): string {
  const nearest = nearestSpelling(word, candidates);
  const more = candidates.length > LISTED ? `, and ${candidates.length - LISTED} more` : '';
  const list = candidates.length > 0 ? candidates.slice(0, LISTED).join(', ') + more : 'none';
  return nearest ? `did you mean "${nearest}"? Known are: ${list}` : `use one of: ${list}`;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          rows[i - 1]![j]! + 1,
          row[j - 1]! + 1,
          substitution,
          swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
