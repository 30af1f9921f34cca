/**
 * Ways in which a request to GitHub goes wrong. Those with "after store" have taken effect when they fail: the
 * client cannot see from the answer whether it made something.
 */

export interface FaultAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Fault =
  | { readonly kind: 'answer'; readonly stored: boolean; readonly answer: FaultAnswer }
  | { readonly kind: 'reset'; readonly stored: boolean }
  /** The head of the answer and half its body, then the connection is gone. */
  | { readonly kind: 'cut off' }
  /** Longer than the client waits. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'expired token' }
  | { readonly kind: 'missing permission' };

const SECONDARY = {
  message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
};
const PRIMARY = { message: 'API rate limit exceeded for installation ID 1.' };

function refusal(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
  return { kind: 'answer', stored: false, answer: { status, headers, body } };
}

function failure(status: number, stored: boolean): Fault {
  return { kind: 'answer', stored, answer: { status, body: { message: 'Server Error' } } };
}

export const FAULTS = {
  '429 with Retry-After': refusal(429, { message: 'Too Many Requests' }, { 'retry-after': '1' }),
  '429 without Retry-After': refusal(429, { message: 'Too Many Requests' }),
  '403 secondary limit with Retry-After': refusal(403, SECONDARY, { 'retry-after': '1' }),
  '403 secondary limit without Retry-After': refusal(403, SECONDARY),
  '403 primary limit': refusal(403, PRIMARY, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
  '429 with an hour to wait': refusal(429, { message: 'Too Many Requests' }, { 'retry-after': '3600' }),
  '500': failure(500, false),
  '502': failure(502, false),
  '500 after store': failure(500, true),
  '502 after store': failure(502, true),
  'connection reset': { kind: 'reset', stored: false },
  'connection reset after store': { kind: 'reset', stored: true },
  'answer cut off': { kind: 'cut off' },
  'slow answer': { kind: 'slow' },
  'expired token': { kind: 'expired token' },
  'missing permission': { kind: 'missing permission' },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** Strikes the request with this number (0 is the first), and as many after it as `times` says. */
export interface PlannedFault {
  readonly at: number;
  readonly fault: FaultName;
  /** 1 unless given; Infinity: from then on always. */
  readonly times?: number;
}
