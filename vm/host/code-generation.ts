/**
 * Whether this place lets a program make code from text: iOS, a Content-Security-Policy without `unsafe-eval` and
 * `node --disallow-code-generation-from-strings` do not. Tiers that compile ask here and stay switched off.
 */
let answer: boolean | undefined;

export function canGenerateCode(): boolean {
  if (answer === undefined) {
    try {
      answer = new Function('return 1')() === 1;
    } catch {
      answer = false;
    }
  }
  return answer;
}
