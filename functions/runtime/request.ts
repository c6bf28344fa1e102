import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Complaint, Problem } from './problem.ts';

export type HttpEvent = APIGatewayProxyEventV2;

/** The request's JSON body, parsed with the schema. Throws a Problem: 400 when it is not JSON, 422 when the schema
 *  refuses it. */
export function jsonBody<S extends z.ZodMiniType>(event: HttpEvent, schema: S): z.output<S> {
  return check(schema, parseJson(bodyText(event)), 422);
}

/** The query parameters, parsed with the schema. Throws a Problem (400). */
export const query = <S extends z.ZodMiniType>(event: HttpEvent, schema: S): z.output<S> =>
  check(schema, event.queryStringParameters ?? {}, 400);

/** Characters: more than any slug or id has, and fewer than a table's key may have. */
const longestPart = 500;

/** One path parameter, decoded. Throws a Problem (404) when it is empty or longer than any key. */
export function pathPart(event: HttpEvent, name: string): string {
  const part = event.pathParameters?.[name];
  if (!part || part.length > longestPart) throw new Problem(404, 'There is nothing at this address.');
  return part;
}

/** The reader's IP address as CloudFront reports it. No other header is trusted: clients can set those. */
export function readersAddress(event: HttpEvent): string | undefined {
  const addressAndPort = header(event, 'cloudfront-viewer-address');
  return addressAndPort?.slice(0, addressAndPort.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

/** Who is asking, from the token that API Gateway has verified. */
export interface Caller {
  /** The token's subject, which stays theirs. */
  by: string;
  /** Their name, for people to read. */
  byName?: string;
  scopes: string[];
}

const claimsSchema = z.looseObject({
  sub: z.optional(z.string()),
  username: z.optional(z.string()),
  name: z.optional(z.string()),
  scope: z.optional(z.string()),
});

/** Throws a Problem (401) when nobody is signed in. */
export function caller(event: HttpEvent): Caller {
  const { authorizer } = event.requestContext as Partial<
    APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']
  >;
  const claims = claimsSchema.safeParse(authorizer?.jwt?.claims).data;
  const by = claims?.sub ?? claims?.username;
  if (!by) throw new Problem(401, 'Please sign in first.');
  // Some issuers write the claim in another form; API Gateway then gives the list as `scopes`.
  const byName = claims?.name;
  return {
    by,
    ...(byName && { byName }),
    scopes: claims?.scope?.split(' ') ?? authorizer?.jwt?.scopes ?? [],
  };
}

/** Throws a Problem (403) unless the caller has one of the scopes; the route's authorizer demands the same. */
export function demandScope(who: Caller, ...anyOf: string[]): void {
  if (anyOf.some((scope) => who.scopes.includes(scope))) return;
  const groups = anyOf.map(groupOf).join(' or ');
  throw new Problem(403, `You are signed in, but this is for people in the group ${groups}.`);
}

/** Each of the press's scopes comes with a group: `press/editor` with editors, `press/subscribers` with subscribers. */
const groupOf = (scope: string): string => {
  const name = scope.slice(scope.indexOf('/') + 1);
  return ['editor', 'writer'].includes(name) ? `${name}s` : name;
};

/** Throws a Problem (405) for what is neither GET nor HEAD, where a route takes every method. */
export function demandReading({ requestContext: { http } }: HttpEvent): void {
  if (http.method === 'GET' || http.method === 'HEAD') return;
  throw new Problem(405, 'This can only be read: ask with GET.', { headers: { allow: 'GET, HEAD' } });
}

export const header = (event: HttpEvent, name: string): string | undefined => event.headers[name];

function bodyText({ body = '', isBase64Encoded }: HttpEvent): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem(400, 'The request has to be JSON, and this is not.', { cause });
  }
}

/** What the schema makes of the value. Throws a Problem with the status when it refuses it. */
export function check<S extends z.ZodMiniType>(schema: S, value: unknown, status: number): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const complaints = result.error.issues.map(complaintOf);
  const detail = complaints.map(({ where, text }) => (where ? `${where}: ${text}` : text)).join(' ');
  throw new Problem(status, detail, { complaints });
}

const complaintOf = (issue: z.core.$ZodIssue): Complaint => ({
  where: issue.path.join('.'),
  text: issue.code === 'unrecognized_keys' ? unknown(issue.keys, issue.message) : issue.message,
});

/** The schema's own message, where there is one, lists the members that exist. */
const unknown = (keys: string[], message: string): string =>
  [`Unknown: ${keys.join(', ')}.`, message === 'Invalid input' ? '' : message].join(' ').trim();
