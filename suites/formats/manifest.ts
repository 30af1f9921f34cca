/**
 * pyperformance's MANIFEST (https://pyperformance.readthedocs.io/custom_benchmarks.html): a `[benchmarks]`
 * table of name and metafile, and `[group NAME]` lists. A metafile is `<local>` for `bm_NAME/pyproject.toml`
 * beside the manifest, `<local:OTHER>` for `bm_OTHER/bm_NAME.toml`, or a path.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parse as parseToml, type TomlTable, type TomlValue } from 'smol-toml';
import { InputError, suggest } from '../input/errors.ts';

export interface Benchmark {
  readonly name: string;
  /** Absolute path of the program. */
  readonly script: string;
  /** What the program is started with, before the options of the worker (`extra_opts` in the metafile). */
  readonly arguments: readonly string[];
  /** SHA-256 over the program and its data: another hash is another benchmark. */
  readonly sourceHash: string;
}

export interface Manifest {
  readonly file: string;
  readonly benchmarks: readonly Benchmark[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Reads a MANIFEST; `path` is the file or the folder that holds it. */
export function readManifest(path: string): Manifest {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'MANIFEST') : path;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new InputError({
      where: file,
      problem: 'no such manifest',
      fix: 'give a MANIFEST in pyperformance’s format, or the folder of one',
    });
  }
  const benchmarks: Benchmark[] = [];
  const groups = new Map<string, string[]>();
  let section = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') continue;
    const field = `line ${index + 1}`;
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading.trim();
      if (section.startsWith('group ')) groups.set(section.slice(6).trim(), []);
      continue;
    }
    if (section === 'benchmarks') {
      const [name, metafile, extra] = line.split(/\s+/);
      if (name === 'name' && metafile === 'metafile') continue;
      if (!name || !metafile || extra) {
        throw new InputError({
          where: file,
          field,
          problem: `is "${line}"`,
          fix: 'write NAME, tab, METAFILE',
        });
      }
      benchmarks.push(locate(file, field, name, metafile));
    } else if (section.startsWith('group ')) {
      groups.get(section.slice(6).trim())!.push(line);
    } else if (section !== 'includes') {
      throw new InputError({
        where: file,
        field,
        problem: 'stands in no section',
        fix: 'put it under [benchmarks] or [group NAME]',
      });
    }
  }
  const names = benchmarks.map((benchmark) => benchmark.name);
  return { file, benchmarks, groups: expandGroups(file, groups, names) };
}

/** The benchmarks that a list such as `quick` or `planets,scheduler` names (groups and names). */
export function selectBenchmarks(manifest: Manifest, selection: readonly string[]): Benchmark[] {
  const names = manifest.benchmarks.map((benchmark) => benchmark.name);
  const chosen = new Set<string>();
  for (const item of selection) {
    if (item === 'all') for (const name of names) chosen.add(name);
    else if (manifest.groups.has(item)) for (const name of manifest.groups.get(item)!) chosen.add(name);
    else if (names.includes(item)) chosen.add(item);
    else {
      throw new InputError({
        where: manifest.file,
        field: item,
        problem: 'is neither a benchmark nor a group of this manifest',
        fix: suggest(item, ['all', ...manifest.groups.keys(), ...names]),
      });
    }
  }
  return manifest.benchmarks.filter((benchmark) => chosen.has(benchmark.name));
}

function locate(manifest: string, field: string, name: string, metafile: string): Benchmark {
  const folder = dirname(resolve(manifest));
  const other = /^<local:(.+)>$/.exec(metafile)?.[1];
  let metaPath: string;
  if (metafile === '<local>') metaPath = join(folder, `bm_${name}`, 'pyproject.toml');
  else if (other) metaPath = join(folder, `bm_${other}`, `bm_${name}.toml`);
  else metaPath = resolve(folder, metafile);
  if (!existsSync(metaPath)) {
    throw new InputError({
      where: manifest,
      field,
      problem: `benchmark ${name} needs ${relative(folder, metaPath)}, which does not exist`,
      fix: 'add the file, or take the benchmark out of the manifest',
    });
  }
  const tool = readTool(metaPath);
  const script = join(dirname(metaPath), tool.runscript ?? 'run_benchmark.py');
  if (!existsSync(script)) {
    throw new InputError({
      where: metaPath,
      problem: `has no program ${basename(script)} beside it`,
      fix: 'add the program, or name it by `runscript` in [tool.pyperformance]',
    });
  }
  return {
    name,
    script,
    arguments: tool.extraOptions,
    sourceHash: hashSource(dirname(script), tool.extraOptions),
  };
}

/** What `[tool.pyperformance]` says on how to start the program. */
function readTool(metaPath: string): { runscript?: string; extraOptions: string[] } {
  const fail = (field: string, problem: string, fix: string): never => {
    throw new InputError({ where: metaPath, field, problem, fix });
  };
  let document: TomlTable;
  try {
    document = parseToml(readFileSync(metaPath, 'utf8'));
  } catch (error) {
    const [problem] = (error as Error).message.split('\n');
    return fail('', `is not TOML: ${problem}`, 'correct the file');
  }
  const tools = document['tool'];
  const tool = isTable(tools) ? tools['pyperformance'] : undefined;
  if (!isTable(tool)) return { extraOptions: [] };
  const runscript = tool['runscript'];
  if (runscript !== undefined && typeof runscript !== 'string') {
    return fail('tool.pyperformance.runscript', 'is not a string', 'name a program beside the file');
  }
  const extraOptions = tool['extra_opts'] ?? [];
  if (!Array.isArray(extraOptions) || extraOptions.some((option) => typeof option !== 'string')) {
    return fail('tool.pyperformance.extra_opts', 'is not a list of strings', 'write ["--name", "value"]');
  }
  return { ...(runscript === undefined ? {} : { runscript }), extraOptions: extraOptions as string[] };
}

const isTable = (value: TomlValue | undefined): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function expandGroups(
  file: string,
  groups: ReadonlyMap<string, readonly string[]>,
  names: readonly string[],
): Map<string, string[]> {
  const expanded = new Map<string, string[]>();
  for (const [group, lines] of groups) {
    let members: string[] = lines[0]?.startsWith('-') ? [...names] : [];
    for (const line of lines) {
      const removed = line.startsWith('-');
      const name = removed ? line.slice(1).trim() : line;
      if (!names.includes(name)) {
        throw new InputError({
          where: file,
          field: `[group ${group}]`,
          problem: `names "${name}", which is not under [benchmarks]`,
          fix: suggest(name, names),
        });
      }
      members = removed ? members.filter((member) => member !== name) : [...members, name];
    }
    expanded.set(group, members);
  }
  return expanded;
}

function hashSource(folder: string, extraOptions: readonly string[]): string {
  const hash = createHash('sha256');
  for (const option of extraOptions) hash.update(option).update('\0');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/__pycache__|\.pyc$/.test(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.toml$/.test(path))
    .sort();
  for (const path of entries) {
    hash.update(relative(folder, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
