/**
 * The arrows of the design as data, and a checker that reads every import and reports each one that breaks them.
 *
 * Rules, in the order they are tried on an import:
 *   1. between the four rooms an import follows `topArrows` and goes through the other room's door, its `index.ts`;
 *   2. inside `vm/` an import between folders follows `vmArrows`;
 *   3. files, clocks and processes (`node:` modules) are reached only from the folders in `mayUseNode`;
 *   4. otherwise a file does not import the door of a folder that it lies in: a circle through the door;
 *   5. nothing but a test imports a test;
 * and, over the whole tree, folders that lie side by side form no circle.
 *
 * Types count like values: an arrow is about who has to know whom. A test may reach any folder of its own room,
 * since nothing depends on it; rules 2 to 4 and the circles therefore leave tests out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** Which folders a folder may import, besides itself. A folder that is not listed may not be imported from. */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/** An engine is a command that the harness starts: no room imports `vm`. */
export const topArrows: Arrows = {
  reports: ['stages', 'suites'],
  stages: ['suites'],
  suites: [],
  vm: [],
  '.github': ['reports'],
};

/**
 * `.` stands for the files of `vm/` itself. `generate` runs at build time and writes text: it is on no right-hand
 * side. `modules` and `tiers` may each need the other's types, so either may point to the other; the circle check
 * lets only one of them do it.
 */
export const vmArrows: Arrows = {
  host: [],
  syntax: [],
  objects: [],
  instructions: ['objects'],
  compile: ['syntax', 'objects', 'instructions'],
  modules: ['syntax', 'objects', 'instructions', 'compile', 'host', 'tiers'],
  tiers: ['syntax', 'objects', 'instructions', 'compile', 'host', 'modules'],
  generate: ['syntax', 'objects', 'instructions', 'compile'],
  // Starts commands and reads what they print.
  conformance: [],
  library: [],
  program: ['syntax', 'objects', 'instructions', 'compile', 'host', 'modules', 'tiers'],
  '.': ['syntax', 'objects', 'instructions', 'compile', 'host', 'modules', 'tiers', 'program'],
  bin: [
    'syntax',
    'objects',
    'instructions',
    'compile',
    'host',
    'modules',
    'tiers',
    'program',
    'library',
    '.',
  ],
};

/** Folders of `vm/` that may import `node:` modules: the edge, the libraries behind C modules, and the commands. */
const mayUseNode: readonly string[] = ['host', 'modules', 'generate', 'library', 'conformance', 'bin'];

/** Source text by path from the root of the repository, with `/` between folders. */
export type SourceTree = ReadonlyMap<string, string>;

interface Import {
  readonly file: string;
  readonly line: number;
  /** As written: `../objects/index.ts`, `node:fs`. */
  readonly specifier: string;
  /** Path from the root, or null when a package is meant. */
  readonly target: string | null;
}

/** Every violation as `file:line: what is wrong and what to do`, ordered by file and line; empty when all is well. */
export function checkArchitecture(sources: SourceTree): string[] {
  const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));
  const broken = imports.flatMap((each) => {
    const problem = problemWith(each);
    return problem === null ? [] : [{ ...each, problem }];
  });
  broken.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  return [
    ...broken.map(({ file, line, problem }) => `${file}:${line}: ${problem}`),
    ...folderCircles(imports),
  ];
}

/** Reads the TypeScript files of the rooms below `root`, leaving out what is installed or built. */
export function readSources(root: string): SourceTree {
  const sources = new Map<string, string>();
  for (const room of Object.keys(topArrows)) {
    for (const entry of readdirSync(join(root, room), { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.[cm]?ts$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const name = relative(root, path).split(sep).join('/');
      // Hidden folders below a room are made by tests while they run.
      if (!/(^|\/)(node_modules|dist)\/|\/\.[^/]+\//.test(name))
        sources.set(name, readFileSync(path, 'utf8'));
    }
  }
  return sources;
}

function problemWith({ file, specifier, target }: Import): string | null {
  const from = placeOf(file);
  const isTest = isTestFile(file);
  if (target === null) {
    if (from.room !== 'vm' || isTest || !specifier.startsWith('node:')) return null;
    if (mayUseNode.includes(from.folder)) return null;
    return `vm/${from.folder} must not import ${specifier}: the machine is reached through vm/host`;
  }
  const to = placeOf(target);
  if (from.room !== to.room) {
    if (!(to.room in topArrows)) return `${from.room} must not import ${target}: it lies outside every room`;
    if (!topArrows[from.room]!.includes(to.room)) {
      const reason = to.room === 'vm' ? ': an engine is a command that the harness starts' : '';
      return `${from.room} must not import ${to.room} (${specifier})${reason}`;
    }
    if (target !== `${to.room}/index.ts`) return `import ${to.room}/index.ts, the door, instead of ${target}`;
  }
  if (!isTest && isTestFile(target)) return `only a test may import a test (${specifier})`;
  if (isTest) return null;
  if (from.room === 'vm' && from.folder !== to.folder) {
    const allowed = vmArrows[from.folder];
    if (allowed === undefined)
      return `vm/${from.folder} has no arrows yet: add it to vmArrows in architecture.ts`;
    if (allowed.includes(to.folder)) return null;
    return `${vmName(from.folder)} must not import ${vmName(to.folder)} (${specifier})`;
  }
  if (posix.basename(target) === 'index.ts' && file.startsWith(`${posix.dirname(target)}/`)) {
    return `a file must not import the door of its own folder (${specifier}): import the file that is meant`;
  }
  return null;
}

/**
 * Circles among folders with the same parent. A folder stands for all that lies in it; files that lie in the parent
 * itself (its door, what its folders share) belong to the parent and make no circle with its folders.
 */
function folderCircles(imports: readonly Import[]): string[] {
  const graph = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    if (each.target === null || isTestFile(each.file)) continue;
    const pair = siblings(posix.dirname(each.file), posix.dirname(each.target));
    if (pair === null) continue;
    const edges = graph.get(pair.from) ?? new Map<string, Import>();
    if (!edges.has(pair.to)) edges.set(pair.to, each);
    graph.set(pair.from, edges);
  }
  return circlesIn(graph).map((circle) => {
    const steps = circle.map(
      (folder, index) => graph.get(folder)!.get(circle[(index + 1) % circle.length]!)!,
    );
    const where = steps.map(({ file, line, target }) => `\n  ${file}:${line} imports ${target}`).join('');
    return `circle between folders: ${[...circle, circle[0]].join(' → ')}${where}`;
  });
}

/** The two different folders, one level below the deepest folder that holds both, or null where there are no two. */
function siblings(from: string, to: string): { from: string; to: string } | null {
  const [left, right] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (depth < left.length && depth < right.length && left[depth] === right[depth]) depth += 1;
  if (depth === left.length || depth === right.length) return null;
  return { from: left.slice(0, depth + 1).join('/'), to: right.slice(0, depth + 1).join('/') };
}

/** One shortest circle through each folder that lies on one; the same circle is named once, from its first folder. */
function circlesIn(graph: ReadonlyMap<string, ReadonlyMap<string, unknown>>): string[][] {
  const named = new Map<string, string[]>();
  for (const start of [...graph.keys()].sort()) {
    const circle = shortestCircle(graph, start);
    const key = circle === null ? null : [...circle].sort().join(' ');
    if (circle !== null && key !== null && !named.has(key)) named.set(key, circle);
  }
  return [...named.values()];
}

function shortestCircle(
  graph: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  start: string,
): string[] | null {
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (const path of queue) {
    for (const next of graph.get(path.at(-1)!)?.keys() ?? []) {
      if (next === start) return path;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return null;
}

/** Static imports, re-exports, `import('…')` expressions and types, and `import x = require('…')`. */
function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (name: ts.Node | undefined): void => {
    if (name === undefined || !ts.isStringLiteralLike(name)) return;
    const line = source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1;
    const specifier = name.text;
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null;
    found.push({ file, line, specifier, target });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `vm/objects/int.ts` → room `vm`, folder `objects`; `vm/index.ts` → folder `.`. */
function placeOf(file: string): { room: string; folder: string } {
  const parts = file.split('/');
  return { room: parts.length > 1 ? parts[0]! : '.', folder: parts.length > 2 ? parts[1]! : '.' };
}

function vmName(folder: string): string {
  return folder === '.' ? 'vm itself' : `vm/${folder}`;
}

/** Tests, what they share (`testing.ts`), and the programs that only they start (`testdata`). */
function isTestFile(file: string): boolean {
  return /\.test\.[cm]?ts$|\/testdata\/|\/testing\.ts$/.test(file);
}
