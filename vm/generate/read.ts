/**
 * Reads `vm/instructions` with the TypeScript parser and checker into `Definitions`. A misuse (a guard after an effect,
 * an effect that is not the declared one, a helper without a declared effect, …) is an error with file and line.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { EFFECTS, type Effect } from '../objects/effects.ts';
import { type PrintContext, position, print, strongest } from './expressions.ts';
import {
  DefinitionError,
  type Definitions,
  type EnterArgs,
  type EnterKind,
  type Immediate,
  type ImmediateKind,
  type Input,
  type InputKind,
  type Instruction,
  type Output,
  type Step,
} from './model.ts';

const ENTER = new Set<string>(['enterExact', 'enterMethod', 'enterInit', 'enterBound']);

export function readDefinitions(
  vmRoot: string,
  rootFile = join(vmRoot, 'instructions/index.ts'),
): Definitions {
  const program = ts.createProgram([rootFile], {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const instructions: Instruction[] = [];
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.startsWith(join(rootFile, '..'))) continue;
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) {
        const call = declaration.initializer;
        if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) continue;
        const kind = call.expression.text;
        if (kind !== 'instruction' && kind !== 'specialization') continue;
        instructions.push(readInstruction(declaration, call, statement, checker, vmRoot, instructions));
      }
    }
  }
  const families = new Map<string, Instruction[]>();
  for (const instruction of instructions) {
    if (instruction.name === instruction.family) families.set(instruction.name, []);
    else families.get(instruction.family)!.push(instruction);
  }
  return { instructions, byName: new Map(instructions.map((i) => [i.name, i])), families };
}

function readInstruction(
  declaration: ts.VariableDeclaration,
  call: ts.CallExpression,
  statement: ts.VariableStatement,
  checker: ts.TypeChecker,
  vmRoot: string,
  earlier: readonly Instruction[],
): Instruction {
  const name = declaration.name.getText();
  const [file, line] = position(declaration);
  const fail = (node: ts.Node, message: string): never => {
    throw new DefinitionError(...position(node), `${name}: ${message}`);
  };
  const specialized = call.arguments.length === 2;
  const family = specialized ? call.arguments[0]!.getText() : name;
  const spec = call.arguments.at(-1)!;
  if (!ts.isObjectLiteralExpression(spec)) return fail(spec, 'the specification must be an object literal');
  const property = (key: string): ts.Expression | null => {
    const found = spec.properties.find((p) => p.name?.getText() === key);
    return found && ts.isPropertyAssignment(found) ? found.initializer : null;
  };
  const text = (key: string): string | null => {
    const value = property(key);
    return value && ts.isStringLiteral(value) ? value.text : null;
  };
  const declared = text('effect') as Effect | null;
  if (!declared || !EFFECTS.includes(declared))
    return fail(spec, `'effect' must be one of ${EFFECTS.join(', ')}`);
  const execute = spec.properties.find((p) => p.name?.getText() === 'execute');
  if (!execute || !ts.isMethodDeclaration(execute) || !execute.body)
    return fail(spec, "needs a method 'execute'");

  const inputs: Input[] = [];
  const immediates: Immediate[] = [];
  for (const parameter of execute.parameters) {
    const type = parameter.type?.getText() ?? fail(parameter, 'parameter without a type');
    const id = parameter.name.getText();
    const inputKind = (
      { Args: 'args', Local: 'local', LocalOrUnbound: 'local', Peek: 'peek' } as Record<string, InputKind>
    )[type];
    const immediateKind = (
      { Oparg: 'oparg', Name: 'name', Constant: 'constant', Frame: 'frame' } as Record<string, ImmediateKind>
    )[type];
    if (immediateKind) immediates.push({ name: id, kind: immediateKind });
    else if (type.endsWith('Cache')) immediates.push({ name: id, kind: 'cache' });
    else inputs.push({ name: id, kind: inputKind ?? 'stack' });
  }

  const uses = new Map<string, string>();
  const placeholders = new Set([...inputs, ...immediates].map((p) => p.name));
  const context: PrintContext = { checker, vmRoot, placeholders, uses };
  const reader = new BodyReader(context, fail, specialized);
  const body = reader.block(execute.body.statements);
  if (reader.effect !== declared) {
    fail(
      execute,
      `declares effect ${declared}, but its body has ${reader.effect}${reader.because ? ` (${reader.because})` : ''}`,
    );
  }
  const outputs = readOutputs(execute, body, inputs, fail);
  const word = property('word');
  if (word !== null && !ts.isArrowFunction(word)) return fail(word, "'word' must be an arrow function");
  const counted = property('count');
  const outputCounted = property('outputs');
  const arrow = (node: ts.Expression | null): string | null =>
    node && ts.isArrowFunction(node)
      ? (node.body as ts.Expression).getText().replace(/\boparg\b/g, '«oparg»')
      : null;
  const generic = earlier.find((i) => i.name === family);
  if (specialized && !generic) fail(call, `family ${family} must be defined before`);
  return {
    name,
    family,
    flag: text('flag'),
    effect: declared,
    doc: docComment(statement),
    file: file.slice(vmRoot.length + 1),
    line,
    inputs,
    immediates,
    outputs,
    count: inputs.some((i) => i.kind === 'args') ? (generic?.count ?? arrow(counted) ?? '«oparg»') : null,
    outputCount: generic?.outputCount ?? arrow(outputCounted),
    cacheClass: property('cache')?.getText() ?? generic?.cacheClass ?? null,
    select: property('select')?.getText() ?? null,
    jumps: reader.jumps,
    word: word === null ? null : readWord(word, context, fail),
    body,
    uses,
    outOfLine: property('outOfLine')?.getText() === 'true',
  };
}

/** The expression of `word`, whose parameters are the inputs by their names. */
function readWord(
  word: ts.ArrowFunction,
  context: PrintContext,
  fail: (node: ts.Node, message: string) => never,
): string {
  for (const parameter of word.parameters)
    if (!context.placeholders.has(parameter.name.getText()))
      fail(parameter, `'word' takes the inputs by their names: there is no '${parameter.name.getText()}'`);
  if (ts.isBlock(word.body)) return fail(word, "'word' must be one expression");
  const { text, effect } = print(word.body, context);
  return effect === 'Pure' ? text : fail(word, "'word' must be pure");
}

function docComment(statement: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  return comments.map((c) => ts.getTextOfJSDocComment(c.comment) ?? '').join(' ');
}

function readOutputs(
  execute: ts.MethodDeclaration,
  body: readonly Step[],
  inputs: readonly Input[],
  fail: (node: ts.Node, message: string) => never,
): Output[] {
  const type = execute.type ?? fail(execute, "'execute' needs a return type: it names the outputs");
  const returned = body.findLast((step) => step.kind === 'result');
  const passes = (index: number): number | null => {
    const value = returned?.kind === 'result' ? returned.values[index] : undefined;
    const match = value ? /^«(\w+)»$/.exec(value) : null;
    const input = match ? inputs.findIndex((i) => i.name === match[1]) : -1;
    return input >= 0 && inputs[input]!.kind === 'stack' ? input : null;
  };
  const kind = (text: string): Output['kind'] => (/^Local\b/.test(text) ? 'local' : 'stack');
  if (type.kind === ts.SyntaxKind.VoidKeyword) return [];
  if (ts.isTypeReferenceNode(type) && type.getText() === 'Outputs') return [];
  if (ts.isTupleTypeNode(type)) {
    return type.elements.map((element, index) => {
      if (!ts.isNamedTupleMember(element)) return fail(element, 'outputs need names: [name: Type, …]');
      const text = element.type.getText();
      // A value passes only where it was: same distance from the bottom of the inputs.
      const from = passes(index);
      return {
        name: element.name.getText(),
        kind: kind(text),
        type: text,
        passes: from === index ? from : null,
      };
    });
  }
  return [{ name: 'result', kind: kind(type.getText()), type: type.getText(), passes: null }];
}

/** Lowers the statements of `execute` to steps, checking the order of guards and effects. */
class BodyReader {
  effect: Effect = 'Pure';
  because = '';
  jumps = false;
  private readonly context: PrintContext;
  private readonly fail: (node: ts.Node, message: string) => never;
  private readonly specialized: boolean;
  private effects = 0;
  private guards = 0;

  constructor(context: PrintContext, fail: (node: ts.Node, message: string) => never, specialized: boolean) {
    this.context = context;
    this.fail = fail;
    this.specialized = specialized;
  }

  private note(effect: Effect, node: ts.Node): Effect {
    if (strongest(effect, this.effect) !== this.effect) {
      this.effect = effect;
      this.because = node.getText().slice(0, 60);
    }
    if (effect !== 'Pure' && effect !== 'Reads') {
      this.effects += 1;
      if (this.specialized && this.effects > 1)
        this.fail(node, 'a specialisation has at most one effect, last');
    }
    return effect;
  }

  private print(node: ts.Expression): string {
    const printed = print(node, this.context);
    this.note(printed.effect, node);
    return printed.text;
  }

  block(statements: readonly ts.Statement[]): Step[] {
    return statements.flatMap((statement) => this.statement(statement));
  }

  private statement(statement: ts.Statement): Step[] {
    if (ts.isExpressionStatement(statement)) return [this.action(statement.expression)];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map((declaration): Step => {
        const name = declaration.name.getText();
        const printed = print(declaration.initializer!, this.context);
        this.note(printed.effect, declaration);
        (this.context.placeholders as Set<string>).add(name);
        return { kind: 'let', name, value: printed.text, effect: printed.effect };
      });
    }
    if (ts.isIfStatement(statement)) {
      const condition = this.print(statement.expression);
      const branch = (node: ts.Statement | undefined): Step[] =>
        !node ? [] : ts.isBlock(node) ? this.block(node.statements) : this.statement(node);
      // Only one of the two runs: their effects do not add up.
      const before = this.effects;
      const then = branch(statement.thenStatement);
      const after = this.effects;
      this.effects = before;
      const otherwise = branch(statement.elseStatement);
      this.effects = Math.max(after, this.effects);
      return [{ kind: 'if', condition, then, otherwise }];
    }
    if (ts.isReturnStatement(statement))
      return statement.expression ? this.returned(statement.expression) : [];
    return this.fail(statement, 'this kind of statement cannot be generated: move it to a helper');
  }

  private action(expression: ts.Expression): Step {
    if (ts.isCallExpression(expression) && ts.isIdentifier(expression.expression)) {
      const args = expression.arguments;
      switch (expression.expression.text) {
        case 'guard': {
          if (this.effects > 0) this.fail(expression, 'a guard must stand before every effect');
          const [condition] = args;
          const call =
            condition && ts.isCallExpression(condition) && ts.isIdentifier(condition.expression)
              ? {
                  predicate: condition.expression.text,
                  arguments: condition.arguments.map((a) => print(a, this.context).text),
                }
              : null;
          // A guard only reads: it adds no effect of its own.
          return {
            kind: 'guard',
            index: this.guards++,
            condition: print(condition!, this.context).text,
            call,
          };
        }
        case 'jumpIf':
          this.jumps = true;
          return { kind: 'jumpIf', condition: this.print(args[0]!) };
        case 'jumpAfterIf':
          this.jumps = true;
          return { kind: 'jumpAfterIf', condition: this.print(args[0]!) };
        case 'jump':
          this.jumps = true;
          return { kind: 'jump' };
        case 'returnValue':
          return { kind: 'returnValue', value: this.print(args[0]!) };
        case 'raiseException': {
          const value = this.print(args[0]!);
          this.note('Raises', expression);
          return { kind: 'raise', value, effect: this.effect };
        }
        case 'copyFreeVariables':
          this.note('Writes', expression);
          return { kind: 'copyFreeVariables', count: this.print(args[0]!) };
        case 'pushBlock':
          this.jumps = true;
          return { kind: 'pushBlock', below: Number(args[0]!.getText()) };
        case 'popBlock':
          return { kind: 'popBlock' };
      }
    }
    const printed = print(expression, this.context);
    this.note(printed.effect, expression);
    return { kind: 'do', action: printed.text, effect: printed.effect };
  }

  private returned(expression: ts.Expression): Step[] {
    if (ts.isArrayLiteralExpression(expression)) {
      let effect: Effect = 'Pure';
      const values = expression.elements.map((element) => {
        const printed = print(element, this.context);
        effect = strongest(effect, this.note(printed.effect, element));
        return printed.text;
      });
      return [{ kind: 'result', values, effect, call: null }];
    }
    if (ts.isCallExpression(expression) && ts.isIdentifier(expression.expression)) {
      const callee = expression.expression.text;
      const args = expression.arguments;
      if (ENTER.has(callee)) {
        this.note('Escapes', expression);
        const last = args.at(-1)!;
        const enterArgs: EnterArgs =
          callee === 'enterBound'
            ? { array: print(last, this.context).text }
            : ts.isArrayLiteralExpression(last)
              ? { list: last.elements.map((e) => print(e, this.context).text) }
              : { all: true };
        return [
          {
            kind: 'enter',
            how: callee as EnterKind,
            callee: print(args[0]!, this.context).text,
            first: args.length === 3 ? print(args[1]!, this.context).text : null,
            args: enterArgs,
          },
        ];
      }
      if (callee === 'yieldValue') {
        const value = this.print(args[0]!);
        if (this.effect === 'Pure') this.note('Escapes', expression);
        return [{ kind: 'yieldValue', value }];
      }
      const known = { helper: callee, arguments: args.map((a) => print(a, this.context).text) };
      const printed = print(expression, this.context);
      this.note(printed.effect, expression);
      if (this.isOutputs(expression)) return [{ kind: 'resultArray', value: printed.text }];
      return [{ kind: 'result', values: [printed.text], effect: printed.effect, call: known }];
    }
    const printed = print(expression, this.context);
    this.note(printed.effect, expression);
    if (this.isOutputs(expression)) return [{ kind: 'resultArray', value: printed.text }];
    return [{ kind: 'result', values: [printed.text], effect: printed.effect, call: null }];
  }

  /** Whether the method being read returns `Outputs`. */
  private isOutputs(node: ts.Node): boolean {
    let parent: ts.Node = node;
    while (!ts.isMethodDeclaration(parent)) parent = parent.parent;
    return parent.type?.getText() === 'Outputs';
  }
}
