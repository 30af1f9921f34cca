/**
 * GitHub's own description of its REST API, cut down to the paths that posting needs (`openapi-slice.json`, MIT,
 * see LICENSE.openapi), made into validators for what a client asks and for what the fake server answers.
 *
 * The description is lenient where GitHub is not: it lets unknown properties through. Here a property that the
 * description does not name is refused, so that a misspelt field fails a test instead of being ignored.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly JsonObject[];
  readonly requestBody?: { content: { 'application/json': { schema: JsonObject } } };
  readonly responses: Readonly<Record<string, JsonObject>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: Json }>> };
}

/** One operation of the description that a request was found to mean. */
export interface MatchedOperation {
  /** Such as `checks/create`. */
  readonly id: string;
  /** Such as `/repos/{owner}/{repo}/check-runs`. */
  readonly template: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly operation: Operation;
}

const text = readFileSync(new URL('./openapi-slice.json', import.meta.url), 'utf8');
const description = JSON.parse(text) as Description;

/**
 * Paths that the slice lacks (docs.github.com/rest/actions/workflow-runs). Starting a run again has an empty object as body
 * and answer; runs of a workflow are a list of what a single run is.
 */
const ADDED_PATHS: Description['paths'] = {
  '/repos/{owner}/{repo}/actions/runs/{run_id}/rerun': {
    post: { operationId: 'actions/re-run-workflow', responses: { '201': {} } },
  },
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': {
    get: {
      operationId: 'actions/list-workflow-runs',
      parameters: ['head_sha', 'event', 'per_page', 'page'].map((name) => ({ name, in: 'query' })),
      responses: {
        '200': {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['total_count', 'workflow_runs'],
                properties: {
                  total_count: { type: 'integer' },
                  workflow_runs: { type: 'array', items: { $ref: '#/components/schemas/workflow-run' } },
                },
              },
            },
          },
        },
      },
    },
  },
};
const paths = { ...description.paths, ...ADDED_PATHS };

/**
 * Formats (`date-time`, `uri`) are not what is tested here. Without optimising and inlining, compiling the five largest
 * answers takes 130 ms instead of 800.
 */
const ajv = new Ajv({
  ...{ strict: false, validateFormats: false, inlineRefs: false },
  code: { optimize: false },
});
ajv.addSchema(
  nullableAsType({ ...description, paths, $id: 'github' } as unknown as Json) as JsonObject,
  'github',
);

/** A whole object of the kind that GitHub answers, from the description's examples: the fake fills in the rest. */
export function exampleOf(name: string): JsonObject {
  const example = description.components.examples[name];
  if (!example) throw new Error(`the description has no example "${name}"`);
  return structuredClone(example.value) as JsonObject;
}

export function findOperation(method: string, path: string): MatchedOperation | null {
  for (const [template, operations] of Object.entries(paths)) {
    const pathParameters = matchPath(template, path);
    const operation = pathParameters && operations[method.toLowerCase()];
    if (pathParameters && operation)
      return { id: operation.operationId, template, pathParameters, operation };
  }
  return null;
}

function matchPath(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = decodeURIComponent(given[index]!);
    else if (part !== given[index]) return null;
  }
  return parameters;
}

/** What is wrong with a request, or null. */
export function checkRequest(
  { operation, template }: MatchedOperation,
  method: string,
  query: URLSearchParams,
  body: unknown,
): string | null {
  const known = new Set(
    (operation.parameters ?? []).map((parameter) => resolve(parameter)).map((each) => each['name']),
  );
  for (const name of query.keys()) if (!known.has(name)) return `unknown query parameter "${name}"`;
  const schema = operation.requestBody?.content['application/json'].schema;
  if (!schema) return null;
  const pointer = `github#/paths/${escapePointer(template)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
  const problem = validate(pointer, body);
  if (problem) return problem;
  const names = propertyNames(schema);
  const extra = Object.keys((body ?? {}) as object).find((name) => !names.has(name));
  return extra === undefined ? null : `unknown property "${extra}"`;
}

/** What is wrong with an answer of the fake, or null: a fake that drifts from GitHub proves nothing. */
export function checkAnswer(
  { operation, template }: MatchedOperation,
  method: string,
  status: number,
  body: unknown,
): string | null {
  const response = operation.responses[String(status)];
  if (!response) return status < 400 ? `answers ${status}, which the description does not have` : null;
  const content = (response['content'] as JsonObject | undefined)?.['application/json'];
  if (!content) return null;
  const pointer = `github#/paths/${escapePointer(template)}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  return validate(pointer, body);
}

const validators = new Map<string, ValidateFunction>();

function validate(pointer: string, value: unknown): string | null {
  let check = validators.get(pointer);
  if (!check) {
    check = ajv.compile({ $ref: pointer });
    validators.set(pointer, check);
  }
  return check(value) ? null : ajv.errorsText(check.errors, { dataVar: 'body' });
}

/** The properties that an object may have under any branch of its schema. */
function propertyNames(schema: JsonObject): Set<string> {
  const { $ref, properties, oneOf, anyOf, allOf } = schema;
  if (typeof $ref === 'string') return propertyNames(resolve(schema));
  const branches = [oneOf, anyOf, allOf].flatMap((branch) => (branch ?? []) as JsonObject[]);
  return new Set([
    ...Object.keys(properties ?? {}),
    ...branches.flatMap((branch) => [...propertyNames(branch)]),
  ]);
}

function resolve(value: JsonObject): JsonObject {
  const ref = value['$ref'];
  if (typeof ref !== 'string') return value;
  let found: Json = description as unknown as Json;
  for (const part of ref.slice(2).split('/')) found = (found as JsonObject)[part]!;
  return found as JsonObject;
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** OpenAPI 3.0's `nullable` as JSON schema has it: a further type, value of the enum, or branch. */
function nullableAsType(value: Json): Json {
  if (Array.isArray(value)) return value.map(nullableAsType);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const result = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, nullableAsType(each)]));
  if (nullable !== true) return result;
  if (typeof result['type'] === 'string') result['type'] = [result['type'], 'null'];
  if (Array.isArray(result['enum'])) result['enum'] = [...result['enum'], null];
  for (const branches of ['oneOf', 'anyOf']) {
    const list = result[branches];
    if (Array.isArray(list)) result[branches] = [...list, { type: 'null' }];
  }
  return result;
}
