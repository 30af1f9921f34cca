/**
 * Calls of built-in functions, methods and classes from emitted code. A site that has met one callable names the host
 * function behind it as a constant: V8 calls it directly and inlines it where it is small.
 */
import { CallCache } from '../../instructions/caches.ts';
import type { Region } from './region.ts';
import type { Fill } from './slots.ts';

/** What is known of the operands of a call of a built-in. */
export interface BuiltinSite {
  readonly region: Region;
  /** Tells the constants of this site from those of others. */
  readonly suffix: string;
  readonly cache: object | null;
  /** `none`: a function; `method`: `self` comes with the call. */
  readonly self: 'none' | 'method' | 'unknown';
}

const CALL = /^callHost(Args|\d)\(«cache»\.call, «self» === undefined \? «cache»\.receiver : «self»(.*)\)$/;
const CONSTRUCT = /^constructBuiltin\(«cache»\.create, «callable», («args»)\)$/;

/** The text of a call; null when the template's own will do. */
export function hostCall(
  value: string,
  { region, suffix, cache, self }: BuiltinSite,
  fill: Fill,
): string | null {
  if (!(cache instanceof CallCache)) return null;
  const call = CALL.exec(value);
  if (call !== null && cache.call !== null) {
    const [, convention, rest] = call as unknown as [string, string, string];
    const receiver = self === 'method' ? '' : region.bind(`o${suffix}`, cache.receiver);
    const subject =
      self === 'method'
        ? fill('«self»')
        : self === 'none'
          ? receiver
          : fill(`«self» === undefined ? ${receiver} : «self»`);
    const host = region.bind(`h${suffix}`, cache.call);
    return `${host}(${subject}${fill(rest)}${convention === 'Args' ? ', null' : ''})`;
  }
  const construct = CONSTRUCT.exec(value);
  if (construct === null) return null;
  region.use('constructBuiltin');
  const create = region.bind(`n${suffix}`, cache.create);
  return `constructBuiltin(${create}, ${region.bind(`b${suffix}`, cache.callable)}, ${fill(construct[1]!)})`;
}

/** The condition that the callable is still the same built-in; null for other calls. */
export function sameBuiltin(
  condition: string,
  { region, suffix, cache }: BuiltinSite,
  fill: Fill,
): string | null {
  if (!(cache instanceof CallCache) || (cache.call === null && cache.create === null)) return null;
  if (condition !== '(«callable» === «cache».callable)') return null;
  return `${fill('«callable»')} === ${region.bind(`b${suffix}`, cache.callable)}`;
}
