/** `-X importtime`: how long each import took, itself and with what it imported (CPython: Python/import.c). */
import { getHost } from '../host/index.ts';

const importTime = { on: false, again: false, level: 0, accumulated: 0n, header: false };

export function reportImportTimes(): void {
  importTime.on = true;
}

const microseconds = (nanoseconds: bigint): string => String((nanoseconds + 500n) / 1000n);

export function timed<T>(name: string, load: () => T): T {
  if (!importTime.on) return load();
  const host = getHost();
  if (!importTime.header) {
    importTime.header = true;
    host.write(2, 'import time: self [us] | cumulative | imported package\n');
  }
  const before = importTime.accumulated;
  importTime.accumulated = 0n;
  importTime.level += 1;
  const start = host.monotonicNanoseconds();
  try {
    return load();
  } finally {
    const cumulative = host.monotonicNanoseconds() - start;
    importTime.level -= 1;
    const self = microseconds(cumulative - importTime.accumulated).padStart(9);
    const indent = ' '.repeat(importTime.level * 2);
    host.write(2, `import time: ${self} | ${microseconds(cumulative).padStart(10)} | ${indent}${name}\n`);
    importTime.accumulated = before + cumulative;
  }
}
