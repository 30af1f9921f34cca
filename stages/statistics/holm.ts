/**
 * Holm's correction: p-values adjusted so that rejecting where they are ≤ α keeps the chance of any false
 * rejection ≤ α. S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Stat. 6 (1979).
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i]! - pValues[j]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
