/** `schema`: the JSON schemas of all that the program prints with `--json`, and of its files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot, suggest } from '../../suites/index.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { jsonOption } from './options.ts';

export interface SchemaArguments {
  readonly name?: string;
  readonly json: boolean;
}

const SUFFIX = '.schema.json';
/** Written by hand, since people write such files by hand. */
const ROADMAP = join(packageRoot, 'stages', 'roadmap.schema.json');

export const schemaDeclaration: Declaration = {
  name: 'schema',
  addTo: (parser, setStatus) => {
    parser.command(
      'schema [name]',
      'Print the JSON schema of what a command prints with --json, or of a file',
      (command) =>
        command
          .positional('name', {
            type: 'string',
            describe:
              'Such as fit, gate or show-memory; result, site and roadmap are files (default: list all)',
          })
          .option('json', jsonOption)
          .example('$0 schema gate > gate.schema.json', ''),
      (options) => setStatus(schemaCommand(options)),
    );
  },
};

export function schemaCommand({ name, json }: SchemaArguments): number {
  const folder = join(packageRoot, 'reports', 'schemas');
  const files = new Map([
    ...readdirSync(folder).flatMap((file): [string, string][] =>
      file.endsWith(SUFFIX) ? [[file.slice(0, -SUFFIX.length), join(folder, file)]] : [],
    ),
    ['roadmap', ROADMAP] as const,
  ]);
  const names = [...files.keys()].sort();
  if (name === undefined) {
    process.stdout.write(json ? formatDocument('schema', names) : `${names.join('\n')}\n`);
    return 0;
  }
  const file = files.get(name);
  if (file === undefined) {
    throw new InputError({
      where: 'schema',
      field: name,
      problem: 'has no schema',
      fix: suggest(name, names),
    });
  }
  process.stdout.write(readFileSync(file, 'utf8'));
  return 0;
}
