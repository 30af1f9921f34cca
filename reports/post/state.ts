/**
 * What our comment remembers for the next job, in a hidden line at its end: the head it reports on and who waived what.
 * Only comments under our own login are read, so that only those who may edit them can change it.
 */
import { plainText } from './untrusted-text.ts';

export interface RecordedWaiver {
  /** The full commit that it holds for. */
  readonly sha: string;
  readonly by: string;
  readonly reason: string;
  readonly source: 'label' | 'comment';
}

export interface CommentState {
  readonly waiver: RecordedWaiver | null;
}

export const NO_STATE: CommentState = { waiver: null };

const STATE = /\s*<!-- stage-gate state: ([\w-]*) -->\s*$/;

/** The body with this state at its end, in place of one that stands there. In base64url no text can end the comment. */
export function withState(body: string, state: CommentState): string {
  const encoded = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${body.replace(STATE, '')}\n\n<!-- stage-gate state: ${encoded} -->`;
}

/** Bytes that a state takes at the most: names and reasons are short. */
export const STATE_BYTES = 4_000;

/** The state in a comment's body; nothing is remembered where there is none, or it cannot be read. */
export function parseState(body: string): CommentState {
  const encoded = STATE.exec(body)?.[1];
  if (encoded === undefined) return NO_STATE;
  try {
    const { waiver } = JSON.parse(
      Buffer.from(encoded, 'base64url').toString('utf8'),
    ) as Partial<CommentState>;
    return isWaiver(waiver) ? { waiver } : NO_STATE;
  } catch {
    return NO_STATE;
  }
}

export function makeWaiver(waiver: RecordedWaiver): RecordedWaiver {
  return { ...waiver, by: plainText(waiver.by, 60), reason: plainText(waiver.reason, 200) };
}

function isWaiver(value: unknown): value is RecordedWaiver {
  if (typeof value !== 'object' || value === null) return false;
  const { sha, by, reason, source } = value as Record<string, unknown>;
  return (
    typeof sha === 'string' &&
    /^[0-9a-f]{40}$/.test(sha) &&
    typeof by === 'string' &&
    typeof reason === 'string' &&
    (source === 'label' || source === 'comment')
  );
}
