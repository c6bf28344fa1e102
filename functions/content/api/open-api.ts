import * as z from 'zod/mini';
import * as histories from '../backup/history.ts';
import * as answers from './api-answers.ts';
import { examples } from './api-examples.ts';
import { groups, operations } from './api-operations.ts';
import * as requests from './api-requests.ts';
import * as books from './book-answers.ts';
import * as bulletins from './bulletin-answers.ts';
import type { Example, HeaderParameter, Operation } from './room-api.ts';
import { rooms } from './rooms.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** The schemas that the description gives a name: each is told once, and referred to. */
const answerNames: Readonly<Record<string, z.ZodMiniType>> = {
  PartialDate: answers.date,
  Instant: answers.instant,
  Name: answers.named,
  NameList: answers.nameList,
  Picture: answers.picture,
  AttachedFile: answers.attachedFile,
  ArticleLine: answers.articleLine,
  ArticleList: answers.articleList,
  Article: answers.article,
  BookLine: books.bookLine,
  BookList: books.bookList,
  BookFormat: books.bookFormat,
  BookEdition: books.bookEdition,
  Book: books.book,
  BulletinLine: bulletins.bulletinLine,
  BulletinList: bulletins.bulletinList,
  Bulletin: bulletins.bulletin,
  Provenance: answers.provenance,
  ReviewedWork: answers.reviewed,
  Translation: answers.translation,
  SignIn: answers.signIn,
  OpenedUpload: answers.openedUpload,
  Receipt: answers.receipt,
  ReceiptDocument: answers.receiptDocument,
  Notice: answers.notice,
  DocumentLine: answers.changedDocument,
  PendingRevision: answers.pendingRevision,
  Schedule: answers.schedule,
  DocumentList: answers.documentList,
  Calendar: answers.calendar,
  PublishedDocument: answers.publishedDocument,
  RestoredDocument: answers.restoredDocument,
  Document: answers.document,
  RevisionLine: answers.revisionLine,
  Revision: answers.revision,
  ManuscriptLink: answers.manuscriptLink,
  Difference: answers.difference,
  PreviewLink: answers.previewLink,
  HistoryList: histories.historyList,
  History: histories.historyPage,
  PastState: histories.pastState,
  RequestedWork: answers.requested,
  Problem: answers.problem,
  GatewayError: answers.gatewayError,
  ...Object.assign({}, ...rooms.map((room) => room.answers)),
};
const requestNames: Readonly<Record<string, z.ZodMiniType>> = {
  DeclaredFile: requests.file,
  UploadRequest: requests.uploadRequest,
  Publication: requests.publication,
  Withdrawal: requests.withdrawal,
  Scheduling: requests.scheduling,
  Restoring: requests.restoring,
  ...Object.assign({}, ...rooms.map((room) => room.requests)),
};

const refTo = (name: string): string => `#/components/schemas/${name}`;

/** The API in OpenAPI 3.1, made of the schemas that check its requests. */
export const openApi = (siteUrl: string) => ({
  openapi: '3.1.1',
  info: {
    title: 'The open API of this press',
    version: '1',
    description:
      'What the press has published, for everybody and for scripts on every site; and the way in for those who write and edit. What can be read with GET can be asked for with HEAD.',
    license: { name: 'The licence of each article, as its page says', url: `${siteUrl}/` },
  },
  servers: [{ url: siteUrl }],
  tags: Object.entries(groups).map(([name, description]) => ({ name, description })),
  paths: pathsOf(operations, siteUrl),
  components: {
    schemas: { ...schemasOf(answerNames, 'output'), ...schemasOf(requestNames, 'input') },
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'A token with the scope the operation names.' },
    },
  },
});

export type OpenApi = ReturnType<typeof openApi>;

/** The schemas of OpenAPI 3.1 are JSON Schema 2020-12. Answers may gain members, so that readers should bear others. */
function schemasOf(
  named: Readonly<Record<string, z.ZodMiniType>>,
  io: 'input' | 'output',
): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: refTo,
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}

function pathsOf(all: Operation[], siteUrl: string) {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const operation of all) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation, siteUrl) };
  }
  return paths;
}

function operationOf(operation: Operation, siteUrl: string) {
  const { id, group, summary, roles, body, query, path, headers = [] } = operation;
  const example = examples(siteUrl)[id];
  const parameters = [
    ...inPath(path, example),
    ...(query ? inQuery(query, example) : []),
    ...headers.map(inHeader),
  ];
  return {
    operationId: id,
    tags: [group],
    summary: titleOf(id),
    description: summary,
    security: roles ? [{ token: roles.map((role) => `press/${role}`) }] : [],
    ...(parameters.length ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonOf(body, requestNames, example?.body) } } : {}),
    responses: responsesOf(operation, example),
  };
}

/** `listArticles` is “List articles”. */
const titleOf = (id: string): string =>
  id
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());

const inPath = (path: string, example?: Example) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...(example?.path?.[name] === undefined ? {} : { example: example.path[name] }),
  }));

/** Schemas of parameters are told where they stand. */
function inQuery(query: z.ZodMiniType, example?: Example) {
  const { properties = {} }: Schema = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
    ...(example?.query?.[name] === undefined ? {} : { example: example.query[name] }),
  }));
}

const inHeader = ({ name, about, required, example }: HeaderParameter) => ({
  ...{ name, in: 'header', required, example },
  schema: { type: 'string', description: about },
});

interface Answer {
  description: string;
  content?: Record<string, { schema: object; example?: unknown }>;
}

const problem = { 'application/problem+json': { schema: { $ref: refTo('Problem') } } };
const gatewayError = { 'application/json': { schema: { $ref: refTo('GatewayError') } } };

function responsesOf(operation: Operation, example?: Example): Record<string, Answer> {
  const { method, status, answer, roles, query, body, unfinished } = operation;
  const { also = {}, refusals = {}, refusalAnswers = {} } = operation;
  const refused = {
    ...(query ? { 400: 'A parameter asks for what does not exist; `detail` says what does.' } : {}),
    ...(body ? { 400: 'The request is not JSON.', 422: 'The request says something that cannot be.' } : {}),
    ...refusals,
  };
  const problems = Object.entries(refused).map(([code, description]): [string, Answer] => [
    code,
    { description, content: problemOf(refusalAnswers[Number(code)]) },
  ]);
  const others = Object.entries(also).map(([code, description]): [string, Answer] => [
    code,
    { description, content: jsonOf(answer, answerNames, undefined) },
  ]);
  const done = { description: 'Done.', content: jsonOf(answer, answerNames, example?.answer) };
  return {
    [status]: done,
    ...Object.fromEntries(others),
    ...(unfinished === undefined ? {} : { 202: { description: unfinished } }),
    ...(method === 'get' && !roles ? { 304: { description: 'It is what `if-none-match` names.' } } : {}),
    ...Object.fromEntries(problems),
    ...(roles ? refusedByGateway(refusals[403]) : {}),
    429: { description: 'Too many requests; please wait a moment.', content: gatewayError },
    500: {
      description: 'Something went wrong on our side; `detail` has a number to quote.',
      content: problem,
    },
  };
}

/** API Gateway looks at tokens before the press does, and answers in its own form. */
const refusedByGateway = (own?: string): Record<number, Answer> => ({
  401: { description: 'There is no token, or it is not valid (any more).', content: gatewayError },
  403: {
    description: ['The token is not of that role.', own].filter(Boolean).join(' '),
    content: own ? { ...gatewayError, ...problem } : gatewayError,
  },
});

const problemOf = (schema: z.ZodMiniType | undefined) =>
  schema ? { 'application/problem+json': { schema: { $ref: refTo(nameOf(schema, answerNames)) } } } : problem;

/** A schema that has a name, by reference. Throws for one without: the description would tell it again and again. */
function jsonOf(schema: z.ZodMiniType, named: Readonly<Record<string, z.ZodMiniType>>, example: unknown) {
  const $ref = refTo(nameOf(schema, named));
  return { 'application/json': { schema: { $ref }, ...(example === undefined ? {} : { example }) } };
}

function nameOf(schema: z.ZodMiniType, named: Readonly<Record<string, z.ZodMiniType>>): string {
  const name = Object.keys(named).find((one) => named[one] === schema);
  if (!name) throw new Error('A schema of the API has no name in its description (open-api.ts).');
  return name;
}
