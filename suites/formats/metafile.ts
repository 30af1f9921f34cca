/**
 * A benchmark's metafile, `pyproject.toml` or `bm_NAME.toml`: what `[tool.pyperformance]` says on how to start the program
 * (https://pyperformance.readthedocs.io/custom_benchmarks.html#benchmark-pyproject). A `bm_NAME.toml` inherits from the
 * pyproject.toml beside it, any metafile from the one that `inherits` names ("..": base.toml one folder up).
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse as parseToml, type TomlTable, type TomlValue } from 'smol-toml';
import { InputError } from '../input/errors.ts';

export interface Metafile {
  /** Absolute path of the program. */
  readonly script: string;
  readonly extraOptions: readonly string[];
  readonly tags: readonly string[];
}

interface Tool {
  readonly runscript?: string;
  readonly extraOptions?: readonly string[];
  readonly tags?: readonly string[];
}

export function readMetafile(path: string): Metafile {
  const tool = readTool(path, []);
  const script = tool.runscript ?? join(dirname(path), 'run_benchmark.py');
  if (!existsSync(script)) {
    throw new InputError({
      where: path,
      problem: `has no program ${basename(script)} beside it`,
      fix: 'add the program, or name it by `runscript` in [tool.pyperformance]',
    });
  }
  return { script, extraOptions: tool.extraOptions ?? [], tags: tool.tags ?? [] };
}

function readTool(path: string, inheritedBy: readonly string[]): Tool {
  const fail = (field: string, problem: string, fix: string): never => {
    throw new InputError({ where: path, field, problem, fix });
  };
  let document: TomlTable;
  try {
    document = parseToml(readFileSync(path, 'utf8'));
  } catch (error) {
    const [problem] = (error as Error).message.split('\n');
    return fail('', `is not TOML: ${problem}`, 'correct the file');
  }
  const tools = document['tool'];
  const table = isTable(tools) ? tools['pyperformance'] : undefined;
  const tool: TomlTable = isTable(table) ? table : {};
  const text = (key: string): string | undefined => {
    const value = tool[key];
    if (value === undefined || typeof value === 'string') return value;
    return fail(`tool.pyperformance.${key}`, 'is not a string', 'write one name');
  };
  const runscript = text('runscript');
  const extraOptions = tool['extra_opts'];
  if (
    extraOptions !== undefined &&
    (!Array.isArray(extraOptions) || extraOptions.some((option) => typeof option !== 'string'))
  ) {
    return fail('tool.pyperformance.extra_opts', 'is not a list of strings', 'write ["--name", "value"]');
  }
  const inherited = inheritedFile(path, text('inherits'));
  if (inherited !== null && inheritedBy.includes(inherited)) {
    return fail(
      'tool.pyperformance.inherits',
      'leads back to this file',
      'let one of the files inherit from none',
    );
  }
  const base = inherited === null ? {} : readTool(inherited, [...inheritedBy, path]);
  const tags = tagsOf(tool['tags']);
  return {
    ...base,
    ...(runscript === undefined ? {} : { runscript: resolve(dirname(path), runscript) }),
    ...(extraOptions === undefined ? {} : { extraOptions: extraOptions as string[] }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

function inheritedFile(path: string, inherits: string | undefined): string | null {
  const folder = dirname(path);
  if (inherits === '..') return join(dirname(folder), 'base.toml');
  if (inherits !== undefined) return resolve(folder, inherits);
  const beside = join(folder, 'pyproject.toml');
  return /^bm_.*\.toml$/.test(basename(path)) && existsSync(beside) ? beside : null;
}

/** `"math regex"`, `"math, regex"` or a list. */
function tagsOf(value: TomlValue | undefined): string[] {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((tag) => tag !== '');
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : [];
}

const isTable = (value: TomlValue | undefined): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
