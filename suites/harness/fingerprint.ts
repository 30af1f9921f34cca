/** What exactly was measured: what an engine says of itself, and hashes of the programs that its command names. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Engine, EngineFingerprint } from '../formats/result.ts';
import { engineCommand } from './command.ts';
import { findOnPath } from './on-path.ts';
import { probeScript, supportFolder } from './paths.ts';
import { engineEnvironment, runProcess } from './process.ts';

const PROBE = '@stage-report-probe ';
const PROBE_TIMEOUT_SECONDS = 60;

export interface Probe {
  readonly implementation: string;
  readonly version: string;
  /** What Python takes for its program; empty where it knows none. */
  readonly executable: string;
}

/** Starts an engine on a program that prints who it is, or says in one line why it cannot run one. */
export async function probeEngine(engine: Engine): Promise<Probe | { readonly problem: string }> {
  const { stdout, problem } = await runProcess(engineCommand(engine, [probeScript]), {
    cwd: supportFolder,
    environment: engineEnvironment(engine.env),
    timeoutSeconds: PROBE_TIMEOUT_SECONDS,
  });
  if (problem) return { problem: problem.message };
  const line = stdout.split('\n').find((text) => text.startsWith(PROBE));
  if (line === undefined) return { problem: 'ran the probe program, which printed nothing' };
  return JSON.parse(line.slice(PROBE.length)) as Probe;
}

/** Engines that share a program, such as the stages of one VM, have it hashed once. */
export async function fingerprintEngines(engines: readonly Engine[]): Promise<Engine[]> {
  const hashes = new Map<string, string>();
  const result: Engine[] = [];
  for (const engine of engines) {
    const answer = await probeEngine(engine);
    const probe = 'problem' in answer ? null : answer;
    const files = [...filesOf(engine), ...(probe?.executable ? existing(probe.executable) : [])];
    const fingerprint: EngineFingerprint = {
      implementation: probe?.implementation || null,
      version: probe?.version || null,
      files: Object.fromEntries(
        [...new Set(files)].map((file) => {
          const hash = hashes.get(file) ?? hashProgram(file);
          hashes.set(file, hash);
          return [file, hash];
        }),
      ),
    };
    result.push({ ...engine, fingerprint });
  }
  return result;
}

/** What changed between two fingerprints, in words; null when nothing did. */
export function fingerprintChange(before: EngineFingerprint, now: EngineFingerprint): string | null {
  if (before.version !== now.version) return `was version ${before.version} and is ${now.version}`;
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])];
  const changed = paths.find((path) => before.files[path] !== now.files[path]);
  return changed === undefined ? null : `has another ${changed}`;
}

function filesOf(engine: Engine): string[] {
  const [program, ...rest] = engine.command;
  const found = program!.includes('/') ? [program!] : findOnPath(program!).slice(0, 1);
  return [...found, ...rest.filter(isScript)].flatMap(existing);
}

const isScript = (path: string): boolean => /\.(js|mjs|cjs|ts|py|sh|wasm)$/.test(path);

function existing(path: string): string[] {
  return existsSync(path) && statSync(path).isFile() ? [realpathSync(path)] : [];
}

/** A script's hash covers the scripts beside it: a bundle is in several files. */
function hashProgram(file: string): string {
  const hash = createHash('sha256');
  const extension = extname(file);
  const files = isScript(file)
    ? readdirSync(dirname(file), { withFileTypes: true })
        .filter((entry) => entry.isFile() && extname(entry.name) === extension)
        .map((entry) => join(dirname(file), entry.name))
        .sort()
    : [file];
  for (const each of files) hash.update(readFileSync(each));
  return hash.digest('hex').slice(0, 16);
}
