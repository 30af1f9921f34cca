/** The `import` statement (language reference 7.11). */
import type { Alias, Stmt } from './ast.ts';
import { checkImport, checkImportAlias, checkImportTargets } from './diagnose-statements.ts';
import { positionSince } from './displays.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

export function importStatement(p: Parser): Stmt {
  const start = p.pos;
  if (p.diagnosing) checkImport(p, dottedName);
  p.pos++;
  const names: Alias[] = [];
  do {
    const first = p.pos;
    if (p.diagnosing) checkImportAlias(p, dottedName);
    const name = dottedName(p);
    const asname = p.accept(T.AS) ? p.identifier() : null;
    names.push({ kind: 'alias', name, asname, ...positionSince(p, first) });
  } while (p.accept(T.COMMA));
  return { kind: 'Import', names, ...positionSince(p, start) };
}

export function dottedName(p: Parser): string {
  let name = p.identifier();
  while (p.accept(T.DOT)) name += `.${p.identifier()}`;
  return name;
}

export function importFromStatement(p: Parser): Stmt {
  const start = p.pos++;
  let level = 0;
  for (;;) {
    if (p.accept(T.DOT)) level++;
    else if (p.accept(T.ELLIPSIS)) level += 3;
    else break;
  }
  const module = level > 0 && p.kind() === T.IMPORT ? null : dottedName(p);
  p.expect(T.IMPORT);
  const names = importTargets(p);
  return { kind: 'ImportFrom', module, names, level, ...positionSince(p, start) };
}

function importTargets(p: Parser): Alias[] {
  const start = p.pos;
  if (p.accept(T.STAR)) return [{ kind: 'alias', name: '*', asname: null, ...positionSince(p, start) }];
  const isParenthesized = p.accept(T.LPAR);
  if (p.kind() === T.NEWLINE) checkImportTargets(p, false);
  const names: Alias[] = [];
  do {
    if (isParenthesized && names.length > 0 && p.kind() === T.RPAR) break;
    const first = p.pos;
    if (p.diagnosing) checkImportAlias(p, (parser: Parser) => parser.identifier());
    if (!isParenthesized && p.kind() === T.NEWLINE) checkImportTargets(p, true);
    const name = p.identifier();
    const asname = p.accept(T.AS) ? p.identifier() : null;
    names.push({ kind: 'alias', name, asname, ...positionSince(p, first) });
  } while (p.accept(T.COMMA));
  if (isParenthesized) p.expect(T.RPAR);
  return names;
}
