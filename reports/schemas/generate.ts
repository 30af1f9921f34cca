/**
 * Makes the JSON schemas of `documents.ts`: `npm run schemas`. Read: the types, by TypeScript's checker. Written: one
 * `NAME.schema.json` (draft 7) each beside this file, with the types' comments as descriptions. A test fails where they
 * are not current.
 *
 * JSON has no infinity: a number whose comment has `@nullInJson` is null where it is infinite or unknown.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = import.meta.dirname;
const SUFFIX = '.schema.json';

type Schema = { readonly [keyword: string]: unknown };

/** Name of each document → text of its schema. */
export function makeSchemas(): Map<string, string> {
  const file = join(folder, 'documents.ts');
  const program = ts.createProgram([file], {
    ...{ target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, strict: true, noEmit: true },
    ...{ moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: ['node'] },
    allowImportingTsExtensions: true,
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const documents = checker.getExportsOfModule(module).find(({ name }) => name === 'Documents')!;
  const properties = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(documents));
  return new Map(
    properties.map((property) => {
      const description = commentOf(property, checker);
      const about = {
        ...{ $schema: 'http://json-schema.org/draft-07/schema#', title: property.name },
        ...(description ? { description } : {}),
      };
      const schema = new SchemaWriter(checker).document(checker.getTypeOfSymbol(property));
      return [property.name, `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`];
    }),
  );
}

class SchemaWriter {
  private readonly checker: ts.TypeChecker;
  private readonly definitions = new Map<string, Schema>();
  private readonly names = new Map<ts.Type, string>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  document(type: ts.Type): Schema {
    const schema = this.schemaOf(type, false);
    const definitions = Object.fromEntries([...this.definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
    // Draft 7 ignores what stands beside a reference.
    const own = '$ref' in schema ? { allOf: [schema] } : schema;
    return this.definitions.size === 0 ? own : { ...own, definitions };
  }

  private schemaOf(type: ts.Type, nullable: boolean): Schema {
    const { flags } = type;
    if (type.isUnion()) return this.union(type, nullable);
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.NumberLike) return { type: nullable ? ['number', 'null'] : 'number' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (this.checker.isTupleType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference);
      const schemas = items.map((item) => this.schemaOf(item, nullable));
      return { type: 'array', items: schemas, minItems: items.length, maxItems: items.length };
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: this.schemaOf(item!, nullable) };
    }
    if (type.symbol?.name === 'ReadonlyMap') {
      const [, value] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'object', additionalProperties: this.schemaOf(value!, nullable) };
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.reference(type, nullable);
    throw new Error(`${this.checker.typeToString(type)} has no place in JSON`);
  }

  /** A choice of texts is an `enum`; null beside a simple type joins its `type`. */
  private union(union: ts.UnionType, nullable: boolean): Schema {
    const types = union.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const schemas = types.map((type) => this.schemaOf(type, nullable));
    const constants = schemas.flatMap((schema) => ('const' in schema ? [schema['const']] : []));
    const others = schemas.filter((schema) => !('const' in schema));
    // TypeScript knows boolean as true | false.
    const isBoolean = constants.length === 2 && constants.includes(true) && constants.includes(false);
    const choices: Schema[] =
      constants.length === 0
        ? others
        : [
            isBoolean
              ? { type: 'boolean' }
              : constants.length === 1
                ? { const: constants[0] }
                : { enum: constants },
            ...others,
          ];
    const [first] = choices;
    if (choices.length === 1) return first!;
    const isSimple = choices.every(
      (choice) => Object.keys(choice).length === 1 && typeof choice['type'] === 'string',
    );
    if (isSimple) return { type: choices.map((choice) => choice['type']) };
    return { anyOf: choices };
  }

  /** A type that has a name is defined once, and referred to. */
  private reference(type: ts.Type, nullable: boolean): Schema {
    const symbol = type.aliasSymbol ?? type.symbol;
    const isNamed =
      symbol !== undefined &&
      !type.aliasTypeArguments?.length &&
      !symbol.name.startsWith('__') &&
      symbol.declarations?.some(
        (node) =>
          !node.getSourceFile().hasNoDefaultLib && !/node_modules/.test(node.getSourceFile().fileName),
      );
    if (!isNamed) return this.object(type, nullable);
    let name = this.names.get(type);
    if (name === undefined) {
      name = symbol.name;
      for (let again = 2; this.definitions.has(name); again++) name = `${symbol.name}${again}`;
      this.names.set(type, name);
      this.definitions.set(name, {});
      const description = commentOf(symbol, this.checker);
      this.definitions.set(name, { ...(description ? { description } : {}), ...this.object(type, nullable) });
    }
    return { $ref: `#/definitions/${name}` };
  }

  private object(type: ts.Type, nullable: boolean): Schema {
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const properties = this.checker.getPropertiesOfType(type);
    const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
    return {
      type: 'object',
      ...(required.length > 0 ? { required: required.map(({ name }) => name) } : {}),
      additionalProperties: index ? this.schemaOf(index.type, nullable) : false,
      ...(properties.length > 0
        ? {
            properties: Object.fromEntries(
              properties.map((property) => [property.name, this.property(property)]),
            ),
          }
        : {}),
    };
  }

  private property(property: ts.Symbol): Schema {
    const nullable = property.getJsDocTags(this.checker).some(({ name }) => name === 'nullInJson');
    const schema = this.schemaOf(this.checker.getTypeOfSymbol(property), nullable);
    const description = commentOf(property, this.checker);
    if (!description) return schema;
    return '$ref' in schema ? { description, allOf: [schema] } : { description, ...schema };
  }
}

function commentOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
}

if (process.argv[1] === import.meta.filename) {
  const schemas = makeSchemas();
  for (const file of readdirSync(folder)) {
    if (file.endsWith(SUFFIX) && !schemas.has(file.slice(0, -SUFFIX.length))) rmSync(join(folder, file));
  }
  for (const [name, text] of schemas) {
    const file = join(folder, `${name}${SUFFIX}`);
    try {
      if (readFileSync(file, 'utf8') === text) continue;
    } catch {
      // It is new.
    }
    writeFileSync(file, text);
    process.stdout.write(`${file}\n`);
  }
}
