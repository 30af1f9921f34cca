/** What is known about the machine, under the names that pyperf gives them where it has them. */
import { readFileSync } from 'node:fs';
import { arch, cpus, hostname, loadavg, release, totalmem, type, uptime } from 'node:os';
import type { Metadata } from '../formats/pyperf.ts';

export function describeMachine(): Metadata {
  const model = cpus()[0]?.model.trim();
  const config = frequencySettings();
  const aslr = read('/proc/sys/kernel/randomize_va_space');
  return {
    hostname: hostname(),
    platform: `${type()}-${release()}-${arch()}`,
    cpu_count: cpus().length,
    ...(model ? { cpu_model_name: model } : {}),
    ...(config.length > 0 ? { cpu_config: config.join(', ') } : {}),
    ...(aslr === undefined ? {} : { aslr: aslr === '0' ? 'No randomization' : 'Full randomization' }),
    memory_total_bytes: totalmem(),
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

/** What lets the clock of the CPU change while measuring; empty where the system does not tell. */
export function frequencySettings(): string[] {
  const settings: readonly (readonly [string, string])[] = [
    ['governor', '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'],
    ['driver', '/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver'],
    ['boost', '/sys/devices/system/cpu/cpufreq/boost'],
    ['no_turbo', '/sys/devices/system/cpu/intel_pstate/no_turbo'],
  ];
  return settings.flatMap(([name, path]) => {
    const value = read(path);
    return value === undefined ? [] : [`${name}:${value}`];
  });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
