/** Names as file names: a hostile or odd name becomes letters, digits and a hash that keeps it unique. */
import { createHash } from 'node:crypto';

const LONGEST = 60;

export function slugOf(name: string): string {
  if (/^[a-z0-9][a-z0-9_.-]*$/.test(name) && name.length <= LONGEST && name !== 'index') return name;
  const readable = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST - 9);
  return `${readable || 'x'}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
