/**
 * Prints expressions of definitions as JavaScript templates: types erased, inputs and immediates as «placeholders»,
 * and one-expression helpers expanded in place (V8 does not inline into functions as large as an interpreter loop).
 */
import ts from 'typescript';
import { EFFECTS, type Effect } from '../objects/effects.ts';
import { DefinitionError } from './model.ts';

export interface Printed {
  readonly text: string;
  readonly effect: Effect;
}

export interface PrintContext {
  readonly checker: ts.TypeChecker;
  readonly vmRoot: string;
  /** Names that become placeholders. */
  readonly placeholders: ReadonlySet<string>;
  /** Collects helper → exporting file. */
  readonly uses: Map<string, string>;
}

export function strongest(a: Effect, b: Effect): Effect {
  return EFFECTS.indexOf(a) >= EFFECTS.indexOf(b) ? a : b;
}

export function position(node: ts.Node): [file: string, line: number] {
  const source = node.getSourceFile();
  return [source.fileName, source.getLineAndCharacterOfPosition(node.getStart()).line + 1];
}

function fail(node: ts.Node, message: string): never {
  throw new DefinitionError(...position(node), message);
}

/** The declaration an identifier leads to, through imports and re-exports. */
function declarationOf(node: ts.Node, checker: ts.TypeChecker): ts.Declaration | undefined {
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

function isExported(declaration: ts.Declaration): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** The effect that a helper's declared return type names. */
export function declaredEffect(declaration: ts.SignatureDeclaration, at: ts.Node): Effect {
  const type = declaration.type;
  if (type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const name = type.typeName.text;
    if ((EFFECTS as readonly string[]).includes(name)) return name as Effect;
  }
  // A type predicate can only look at its argument.
  if (type && ts.isTypePredicateNode(type)) return 'Pure';
  const name = declaration.name && ts.isIdentifier(declaration.name) ? declaration.name.text : '(anonymous)';
  const [file, line] = position(declaration);
  return fail(
    at,
    `helper '${name}' (${file}:${line}) declares no effect: give its return type as ${EFFECTS.map((e) => `${e}<…>`).join(', ')}`,
  );
}

/** The single expression of `function f(…) { return expression; }`, if it is that. */
function soleExpression(declaration: ts.FunctionDeclaration): ts.Expression | null {
  const statements = declaration.body?.statements;
  if (statements?.length !== 1) return null;
  const [only] = statements;
  if (!only) return null;
  if (ts.isReturnStatement(only) && only.expression) return only.expression;
  if (ts.isExpressionStatement(only)) return only.expression;
  return null;
}

/** Text that may stand several times at no cost and without repeating an effect. */
function isSimple(text: string): boolean {
  return /^(«\w+»|[\w$]+|-?\d+)(\.\w+)*$/.test(text);
}

export function print(
  node: ts.Expression,
  context: PrintContext,
  substitution: ReadonlyMap<string, string> = new Map(),
): Printed {
  let effect: Effect = 'Pure';

  const visit = (child: ts.Node): string => {
    if (ts.isAsExpression(child) || ts.isNonNullExpression(child) || ts.isSatisfiesExpression(child))
      return visit(child.expression);
    if (ts.isParenthesizedExpression(child)) return `(${visit(child.expression)})`;
    if (ts.isIdentifier(child)) return identifier(child);
    if (ts.isPropertyAccessExpression(child)) {
      const object = visit(child.expression);
      // Caches and frames change: what is read from them is a read of mutable state.
      if (object === '«cache»' || object === '«frame»') effect = strongest(effect, 'Reads');
      return `${object}${child.questionDotToken ? '?.' : '.'}${child.name.text}`;
    }
    if (ts.isCallExpression(child)) return call(child);
    if (ts.isNewExpression(child)) {
      return `new ${visit(child.expression)}(${(child.arguments ?? []).map(visit).join(', ')})`;
    }
    // Everything else: the source text with its sub-expressions replaced.
    const source = child.getSourceFile().text;
    let text = '';
    let at = child.getStart();
    ts.forEachChild(child, (part) => {
      if (ts.isTypeNode(part)) return;
      text += source.slice(at, part.getStart()) + visit(part);
      at = part.end;
    });
    return text + source.slice(at, child.end);
  };

  const identifier = (child: ts.Identifier): string => {
    const name = child.text;
    const replaced = substitution.get(name);
    if (replaced !== undefined) return replaced;
    if (substitution.size === 0 && context.placeholders.has(name)) return `«${name}»`;
    if (name === 'undefined' || name === 'Math' || name === 'Number') return name;
    const declaration = declarationOf(child, context.checker);
    if (!declaration) return name;
    if (ts.isParameter(declaration)) return name;
    use(name, declaration, child);
    return name;
  };

  const use = (name: string, declaration: ts.Declaration, at: ts.Node): void => {
    const file = declaration.getSourceFile().fileName;
    if (!file.startsWith(context.vmRoot)) return;
    if (!isExported(declaration))
      fail(at, `'${name}' must be exported by ${file} to be used by instructions`);
    context.uses.set(name, file.slice(context.vmRoot.length + 1));
  };

  const call = (child: ts.CallExpression): string => {
    const args = child.arguments.map(visit);
    if (ts.isIdentifier(child.expression)) {
      const declaration = declarationOf(child.expression, context.checker);
      if (declaration && ts.isFunctionDeclaration(declaration)) {
        effect = strongest(effect, declaredEffect(declaration, child));
        const inlined = inline(declaration, args);
        if (inlined !== null) return inlined;
        use(child.expression.text, declaration, child);
        return `${child.expression.text}(${args.join(', ')})`;
      }
      if (declaration && ts.isVariableDeclaration(declaration)) {
        const type = declaration.type;
        const signature = type && ts.isFunctionTypeNode(type) ? type : declaration.initializer;
        if (signature && (ts.isFunctionTypeNode(signature) || ts.isArrowFunction(signature))) {
          effect = strongest(effect, declaredEffect(signature, child));
          use(child.expression.text, declaration, child);
          return `${child.expression.text}(${args.join(', ')})`;
        }
      }
      return fail(
        child,
        `'${child.expression.text}' is not a function declaration, so its effect is unknown`,
      );
    }
    const callee = visit(child.expression);
    if (!callee.startsWith('Math.') && !callee.startsWith('Number.') && substitution.size === 0) {
      fail(child, `method call '${callee}': call a helper that declares its effect`);
    }
    return `${callee}(${args.join(', ')})`;
  };

  /** Expands a one-expression helper if its arguments may stand where its parameters do. */
  const inline = (declaration: ts.FunctionDeclaration, args: readonly string[]): string | null => {
    const expression = soleExpression(declaration);
    if (!expression) return null;
    const parameters = declaration.parameters.map((parameter) => parameter.name.getText());
    const uses = new Map<string, number>();
    let expandable = true;
    const count = (part: ts.Node): void => {
      if (
        ts.isIdentifier(part) &&
        !(ts.isPropertyAccessExpression(part.parent) && part.parent.name === part)
      ) {
        if (parameters.includes(part.text)) uses.set(part.text, (uses.get(part.text) ?? 0) + 1);
        else if (!ts.isTypeNode(part.parent)) {
          const target = declarationOf(part, context.checker);
          const inVm = target?.getSourceFile().fileName.startsWith(context.vmRoot);
          if (
            target &&
            inVm &&
            !ts.isParameter(target) &&
            !isExported(target) &&
            !ts.isTypeParameterDeclaration(target)
          )
            expandable = false;
        }
      }
      if (ts.isArrowFunction(part) || ts.isFunctionExpression(part)) expandable = false;
      ts.forEachChild(part, count);
    };
    count(expression);
    if (!expandable || args.length > parameters.length) return null;
    const substitutes = new Map<string, string>();
    for (const [index, name] of parameters.entries()) {
      const argument = args[index] ?? 'undefined';
      if ((uses.get(name) ?? 0) > 1 && !isSimple(argument)) return null;
      substitutes.set(name, isSimple(argument) ? argument : `(${argument})`);
    }
    if (substitutes.size === 0) substitutes.set(' ', '');
    const printed = print(expression, context, substitutes);
    effect = strongest(effect, printed.effect);
    return `(${printed.text})`;
  };

  const text = visit(node);
  return { text, effect };
}
