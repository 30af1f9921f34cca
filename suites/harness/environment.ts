/** What is known about the machine, under the names that pyperf gives them where it has them. */
import { readFileSync } from 'node:fs';
import { arch, cpus, hostname, loadavg, release, type, uptime } from 'node:os';
import type { Metadata } from '../formats/pyperf.ts';

export function describeMachine(): Metadata {
  const model = cpus()[0]?.model.trim();
  const governor = read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor');
  return {
    hostname: hostname(),
    platform: `${type()}-${release()}-${arch()}`,
    cpu_count: cpus().length,
    ...(model ? { cpu_model_name: model } : {}),
    ...(governor ? { cpu_config: `governor:${governor}` } : {}),
    node_version: process.version,
  };
}

/** The load at this moment; it goes into the metadata of each run. */
export function describeMoment(): Metadata {
  return {
    date: new Date().toISOString().replace('T', ' ').replace('Z', ''),
    load_avg_1min: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    uptime: uptime(),
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
