/**
 * Templates as trees: what the optimizer computes with. Reads the JavaScript text that `expressions.ts` printed, so that
 * trees and emitted code cannot differ.
 */
import ts from 'typescript';
import type { Template } from './model.ts';

/** As `Tree` of `vm/tiers/optimizer/nodes.ts`, which explains it. */
export type Tree = string | number | Operation;
interface Operation extends ReadonlyArray<Tree | boolean | null> {
  readonly 0: string;
}

/** What an identifier cannot contain, and the prefix that stands for it while the text is parsed. */
const PLACEHOLDER = /«(\w+)»/g;
const PREFIX = '$$';

export function treeOf(template: Template): Tree {
  const text = template.replace(PLACEHOLDER, (_, name: string) => `${PREFIX}${name}`);
  const source = ts.createSourceFile(
    'template.js',
    `(${text})`,
    ts.ScriptTarget.ESNext,
    true,
    ts.ScriptKind.JS,
  );
  const [statement] = source.statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) return ['opaque'];
  return tree(statement.expression);
}

function tree(node: ts.Expression): Tree {
  if (ts.isParenthesizedExpression(node)) return tree(node.expression);
  if (ts.isIdentifier(node)) {
    if (node.text.startsWith(PREFIX)) return node.text.slice(PREFIX.length);
    return node.text === 'undefined' ? ['undefined'] : ['helper', node.text];
  }
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteral(node)) return ['text', node.text];
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return ['constant', true];
    case ts.SyntaxKind.FalseKeyword:
      return ['constant', false];
    case ts.SyntaxKind.NullKeyword:
      return ['constant', null];
  }
  if (ts.isTypeOfExpression(node)) return ['typeof', tree(node.expression)];
  if (ts.isPrefixUnaryExpression(node)) {
    const operand = tree(node.operand);
    const operator = ts.tokenToString(node.operator)!;
    return operator === '-' && typeof operand === 'number' ? -operand : [operator, operand];
  }
  if (ts.isBinaryExpression(node)) return [node.operatorToken.getText(), tree(node.left), tree(node.right)];
  if (ts.isConditionalExpression(node))
    return ['?:', tree(node.condition), tree(node.whenTrue), tree(node.whenFalse)];
  if (ts.isPropertyAccessExpression(node)) return ['.', tree(node.expression), node.name.text];
  if (ts.isElementAccessExpression(node)) return ['[]', tree(node.expression), tree(node.argumentExpression)];
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText();
    if (/^[\w.]+$/.test(callee)) return ['call', callee, ...node.arguments.map(tree)];
  }
  return ['opaque'];
}
