/** Numbers inside the sentences of a verdict. */

export function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))} %`;
}

export function signedPercent(fraction: number): string {
  return `${fraction >= 0 ? '+' : '−'}${Number((Math.abs(fraction) * 100).toFixed(1))} %`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
