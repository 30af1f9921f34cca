/**
 * pyperformance's MANIFEST (https://pyperformance.readthedocs.io/custom_benchmarks.html): a `[benchmarks]`
 * table of name and metafile, and `[group NAME]` lists, which may name groups too. A metafile is `<local>` for
 * `bm_NAME/pyproject.toml` beside the manifest, `<local:OTHER>` for `bm_OTHER/bm_NAME.toml`, or a path. The group default
 * holds all benchmarks where the manifest does not say otherwise; tags of the metafiles make the groups that a manifest
 * names under `[groups]`, or all of them where it has none of its own.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { InputError, suggest } from '../input/errors.ts';
import { readMetafile } from './metafile.ts';

export interface Benchmark {
  readonly name: string;
  /** Absolute path of the program. */
  readonly script: string;
  /** What the program is started with, before the options of the worker (`extra_opts` in the metafile). */
  readonly arguments: readonly string[];
  /** SHA-256 over the program and its data: another hash is another benchmark. */
  readonly sourceHash: string;
  /** The program may hold several benchmarks, under names of its own. */
  readonly namesItself?: boolean;
}

export interface Manifest {
  readonly file: string;
  readonly benchmarks: readonly Benchmark[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export interface ManifestOptions {
  /** Of others' programs: they may hold several benchmarks each, under names of their own. */
  readonly isForeign?: boolean;
}

/** Where the manifest lies below a folder: in it, or as in a checkout of pyperformance. */
const PLACES = ['MANIFEST', 'benchmarks/MANIFEST', 'pyperformance/data-files/benchmarks/MANIFEST'];

/** Reads a MANIFEST; `path` is the file, the folder that holds it, or a checkout of pyperformance. */
export function readManifest(path: string, { isForeign = false }: ManifestOptions = {}): Manifest {
  const file = findManifest(path);
  const lines = readLines(file);
  const tagged = new Map<string, string[]>();
  const benchmarks: Benchmark[] = [];
  const groupLines = new Map<string, string[]>();
  const groupsOfTags: string[] = [];
  for (const { section, text, field } of lines) {
    if (section === 'benchmarks') {
      const row = benchmarkRow(file, field, text);
      if (row === null) continue;
      if (benchmarks.some(({ name }) => name === row.name)) {
        throw new InputError({
          where: file,
          field,
          problem: `names ${row.name} twice`,
          fix: 'give each name once',
        });
      }
      const { benchmark, tags } = locate(file, field, row, isForeign);
      benchmarks.push(benchmark);
      for (const tag of tags) tagged.set(tag, [...(tagged.get(tag) ?? []), row.name]);
    } else if (section === 'groups') groupsOfTags.push(text);
    else if (section.startsWith('group ')) {
      const group = section.slice(6).trim();
      groupLines.set(group, [...(groupLines.get(group) ?? []), ...(text === '' ? [] : [text])]);
    } else if (section === '') {
      throw new InputError({
        where: file,
        field,
        problem: 'stands in no section',
        fix: 'put it under [benchmarks] or [group NAME]',
      });
    }
  }
  const names = benchmarks.map((benchmark) => benchmark.name);
  const isWithoutGroups =
    groupsOfTags.length === 0 && [...groupLines.keys()].every((name) => name === 'default');
  for (const tag of isWithoutGroups ? tagged.keys() : groupsOfTags) {
    if (!groupLines.has(tag)) groupLines.set(tag, tagged.get(tag) ?? []);
  }
  if (!groupLines.has('default')) groupLines.set('default', names);
  const groups = expandGroups(file, groupLines, names);
  return { file, benchmarks, groups };
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

function findManifest(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  return (
    PLACES.map((place) => join(path, place)).find((place) => existsSync(place)) ?? join(path, 'MANIFEST')
  );
}

interface ManifestLine {
  readonly section: string;
  /** Empty for the heading of a section. */
  readonly text: string;
  readonly field: string;
}

function readLines(file: string): ManifestLine[] {
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
  let section = '';
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') return [];
    const field = `line ${index + 1}`;
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading === undefined) return [{ section, text: line, field }];
    section = heading.trim();
    // An empty group is one too.
    return section.startsWith('group ') ? [{ section, text: '', field }] : [];
  });
}

interface BenchmarkRow {
  readonly name: string;
  readonly metafile: string;
}

/** Null for the heading of the table. */
function benchmarkRow(file: string, field: string, line: string): BenchmarkRow | null {
  const [name, metafile, extra] = line.split(/\s+/);
  if (name === 'name' && metafile === 'metafile') return null;
  if (!name || !metafile || extra) {
    throw new InputError({ where: file, field, problem: `is "${line}"`, fix: 'write NAME, tab, METAFILE' });
  }
  // "-": pyperformance looks for the benchmark by its name.
  return { name, metafile: metafile === '-' ? '<local>' : metafile };
}

function locate(
  manifest: string,
  field: string,
  { name, metafile }: BenchmarkRow,
  isForeign: boolean,
): { benchmark: Benchmark; tags: readonly string[] } {
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
  const { script, extraOptions, tags } = readMetafile(metaPath);
  const benchmark: Benchmark = {
    name,
    script,
    arguments: extraOptions,
    sourceHash: hashProgram(script, extraOptions),
    ...(isForeign ? { namesItself: true } : {}),
  };
  return { benchmark, tags };
}

function expandGroups(
  file: string,
  groups: ReadonlyMap<string, readonly string[]>,
  names: readonly string[],
): Map<string, string[]> {
  const membersOf = (group: string, outer: readonly string[]): string[] => {
    const lines = groups.get(group)!;
    let members: string[] = lines[0]?.startsWith('-') ? [...names] : [];
    for (const line of lines) {
      const isRemoved = line.startsWith('-');
      const name = isRemoved ? line.slice(1).trim() : line;
      const isGroup = groups.has(name) && name !== group && !outer.includes(name);
      if (!names.includes(name) && !isGroup) {
        throw new InputError({
          where: file,
          field: `[group ${group}]`,
          problem: `names "${name}", which is not under [benchmarks]`,
          fix: suggest(name, names),
        });
      }
      const meant = names.includes(name) ? [name] : membersOf(name, [...outer, group]);
      members = isRemoved
        ? members.filter((member) => !meant.includes(member))
        : [...members, ...meant.filter((member) => !members.includes(member))];
    }
    return members;
  };
  return new Map([...groups.keys()].map((group) => [group, membersOf(group, [])]));
}

/** The hash of a program with its data and its options: what `sourceHash` holds. */
export function hashProgram(script: string, extraOptions: readonly string[]): string {
  const folder = dirname(script);
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
