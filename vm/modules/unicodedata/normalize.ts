/**
 * Normal forms by the host's `String.prototype.normalize`, which may know a later Unicode: a character that our version
 * does not have is left as it is and parts the text around it, as one without class and mappings does.
 */
import type { UnicodeTables } from './tables.ts';

export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

export const isNormalForm = (text: string): text is NormalForm => /^NFK?[CD]$/.test(text);

/** Mappings that Unicode 3.2 had and later versions corrected (Corrigendum 4). */
const OLD_MAPPINGS: ReadonlyMap<number, number> = new Map([
  [0x2f868, 0x2136a],
  [0x2f874, 0x5f33],
  [0x2f91f, 0x43ab],
  [0x2f95f, 0x7aae],
  [0x2f9bf, 0x4d57],
]);

export function normalize(text: string, form: NormalForm, tables: UnicodeTables, isOld: boolean): string {
  // No character up to here is newer than 3.2.
  if (/^[\0-\u021f]*$/.test(text)) return text.normalize(form);
  let result = '';
  let run = '';
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const mapped = isOld ? OLD_MAPPINGS.get(point) : undefined;
    if (mapped !== undefined) run += String.fromCodePoint(mapped);
    else if (tables.isAssigned(point)) run += character;
    else {
      result += run.normalize(form) + character;
      run = '';
    }
  }
  return result + run.normalize(form);
}
