/** What a maintainer writes to the gate in a comment: the first line, beginning with `/stage-gate`. */

export type Command =
  | { readonly kind: 'waive'; readonly sha: string; readonly reason: string }
  | { readonly kind: 'rerun' }
  /** It is meant for the gate, but is not one of the above. */
  | { readonly kind: 'mistake'; readonly problem: string };

/** The command of a comment, or null where it is none of ours. */
export function parseCommand(body: string): Command | null {
  const line = body.split('\n', 1)[0]!.trim();
  const [name, verb, ...rest] = line.split(/\s+/);
  if (name !== '/stage-gate') return null;
  if (verb === 'rerun') return { kind: 'rerun' };
  if (verb !== 'waive') {
    return { kind: 'mistake', problem: 'write "/stage-gate waive COMMIT REASON" or "/stage-gate rerun"' };
  }
  const [sha = '', ...reason] = rest;
  // A shortened commit can be forged: another with the same beginning is a matter of hours.
  if (!/^[0-9a-f]{40}$/.test(sha)) {
    return {
      kind: 'mistake',
      problem: 'a waiver names the whole commit, all 40 digits: /stage-gate waive COMMIT REASON',
    };
  }
  return { kind: 'waive', sha, reason: reason.join(' ') };
}
