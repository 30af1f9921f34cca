/** What `--json` prints: plain data; a Map is an object, an unknown end of an interval is null. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(
    value,
    (_, item: unknown) => {
      if (item instanceof Map) return Object.fromEntries(item);
      if (typeof item === 'number' && !Number.isFinite(item)) return null;
      return item;
    },
    2,
  )}\n`;
}
