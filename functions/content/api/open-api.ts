import * as z from 'zod/mini';
import * as answers from './api-answers.ts';
import { type Operation, operations } from './api-operations.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** The API in OpenAPI 3.1, made of the schemas that check its requests. */
export const openApi = (siteUrl: string) => ({
  openapi: '3.1.1',
  info: {
    title: 'The press',
    version: '1',
    description: 'What the press has published, for everybody; and the way in for those who write and edit.',
  },
  servers: [{ url: siteUrl }],
  paths: pathsOf(operations),
  components: {
    schemas: { Problem: schemaOf(answers.problem, 'output') },
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'A token with the scope the operation names.' },
    },
  },
});

export type OpenApi = ReturnType<typeof openApi>;

function pathsOf(all: Operation[]) {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const operation of all) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) };
  }
  return paths;
}

function operationOf(operation: Operation) {
  const { summary, roles, body, query, path } = operation;
  const parameters = [...inPath(path), ...(query ? inQuery(query) : [])];
  return {
    summary,
    ...(roles ? { security: [{ token: roles.map((role) => `press/${role}`) }] } : {}),
    ...(parameters.length ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonOf(schemaOf(body, 'input')) } } : {}),
    responses: responsesOf(operation),
  };
}

const inPath = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const inQuery = (query: z.ZodMiniType) =>
  Object.entries(schemaOf(query, 'input').properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));

interface Answer {
  description: string;
  content: Record<string, { schema: object }>;
}

function responsesOf({ status, answer, roles, query, body, refusals }: Operation): Record<string, Answer> {
  const refused = {
    ...(query ? { 400: 'A parameter asks for what does not exist; `detail` says what does.' } : {}),
    ...(roles ? { 401: 'No valid token.', 403: 'The token is not of that role.' } : {}),
    ...(body ? { 400: 'The request is not JSON.', 422: 'The request says something that cannot be.' } : {}),
    ...refusals,
  };
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const problems = Object.entries(refused).map(([code, description]): [string, Answer] => [
    code,
    { description, content: problem },
  ]);
  const done = { description: 'Done.', content: jsonOf(schemaOf(answer, 'output')) };
  return Object.fromEntries([[String(status), done], ...problems]);
}

const jsonOf = (schema: Schema) => ({ 'application/json': { schema } });

/** The schemas of OpenAPI 3.1 are JSON Schema 2020-12. */
function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Schema {
  const { $schema, ...others } = z.toJSONSchema(schema, { io });
  return others;
}
