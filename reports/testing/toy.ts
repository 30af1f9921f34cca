/** The example of the README's "Use it in your repository", as it stands there, and as a repository. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../suites/index.ts';

export interface Block {
  /** The last file that the paragraph above it names, or null for commands. */
  readonly file: string | null;
  readonly language: string;
  readonly text: string;
}

export function readmeBlocks(): Block[] {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  const section = readme.split('## Use it in your repository\n')[1]!.split('\n## ')[0]!;
  return [...section.matchAll(/([^\n]*)\n\n```(\w*)\n([\s\S]*?)\n```/g)].map(([, above, language, text]) => {
    const named = [...above!.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name!);
    const isFile = language !== 'sh' || text!.startsWith('#!');
    return { file: isFile ? (named.at(-1) ?? null) : null, language: language!, text: `${text}\n` };
  });
}

export function readmeFile(name: string): string {
  return readmeBlocks().find(({ file }) => file === name)!.text;
}

/** Makes `folder` a repository with the files of the example, committed on `main`. */
export function makeToy(folder: string, changes: Readonly<Record<string, string>> = {}): void {
  mkdirSync(folder, { recursive: true });
  const files = readmeBlocks().flatMap(({ file, text }) => (file === null ? [] : [[file, text] as const]));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'toy');
  git(folder, 'config', 'user.email', 'toy@localhost');
  commit(folder, { ...Object.fromEntries(files), ...changes });
}

/** Writes files and commits them; the new commit. */
export function commit(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    if (text.startsWith('#!')) chmodSync(join(folder, file), 0o755);
  }
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', Object.keys(files).join(', '));
  return git(folder, 'rev-parse', 'HEAD');
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
