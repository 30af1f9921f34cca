/** Running the callbacks of references whose object the host has collected. */
import { getHost } from '../../host/index.ts';
import { call, type Escapes, repr, strToJs, takeDead, watchedReferences } from '../../objects/index.ts';
import { reportUnraisable } from '../unraisable.ts';

/** References made between two looks at those with callbacks; the next look comes when their number has doubled. */
const FIRST_LOOK = 1024;
/** References made between two times that the host is told to forget what it keeps for this job. */
const KEPT_OBJECTS = 1024;

let made = 0;
let nextLook = FIRST_LOOK;

export function runCallbacks(): Escapes<void> {
  for (const reference of takeDead()) {
    const { callback } = reference;
    reference.callback = null;
    try {
      call(callback, [reference]);
    } catch (error) {
      reportUnraisable(error, `Exception ignored while calling weakref callback ${strToJs(repr(callback))}`);
    }
  }
  nextLook = Math.max(FIRST_LOOK, watchedReferences() * 2);
}

/** To be called with each reference made, so that a program that makes many does not keep all their objects. */
export function referenceMade(): Escapes<void> {
  made += 1;
  if (made % KEPT_OBJECTS === 0) getHost().clearKeptObjects();
  if (watchedReferences() >= nextLook) runCallbacks();
}

/** Collects garbage where the host allows it, and tells those who wait for it. */
export function collect(): Escapes<void> {
  if (getHost().collectGarbage()) runCallbacks();
}
