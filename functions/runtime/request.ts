import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Complaint, Problem } from './problem.ts';

export type HttpEvent = APIGatewayProxyEventV2;

/** The request's JSON, checked. Throws a Problem: 400 when it is no JSON, 422 when it says something else. */
export function jsonBody<S extends z.ZodMiniType>(event: HttpEvent, schema: S): z.output<S> {
  return check(schema, parseJson(bodyText(event)), 422);
}

/** The query, checked. Throws a Problem (400). */
export const query = <S extends z.ZodMiniType>(event: HttpEvent, schema: S): z.output<S> =>
  check(schema, event.queryStringParameters ?? {}, 400);

/** More than any slug or id of ours has, and less than a key of a table may. */
const longestPart = 500;

/** One part of the path, decoded. Throws a Problem (404) when nothing can be found by it. */
export function pathPart(event: HttpEvent, name: string): string {
  const part = event.pathParameters?.[name];
  if (!part || part.length > longestPart) throw new Problem(404, 'There is nothing at this address.');
  return part;
}

/** The reader's IP address as CloudFront saw it. No other header is believed: readers can write those. */
export function readersAddress(event: HttpEvent): string | undefined {
  const seen = header(event, 'cloudfront-viewer-address');
  return seen?.slice(0, seen.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

/** Who is asking, from the token that API Gateway has checked. */
export interface Caller {
  /** Their name at sign-in, or the token's subject. */
  by: string;
  scopes: string[];
}

const claimsSchema = z.looseObject({
  sub: z.optional(z.string()),
  username: z.optional(z.string()),
  scope: z.optional(z.string()),
});

/** Throws a Problem (401) when nobody is signed in. */
export function caller(event: HttpEvent): Caller {
  const { authorizer } = event.requestContext as Partial<
    APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']
  >;
  const claims = claimsSchema.safeParse(authorizer?.jwt?.claims).data;
  const by = claims?.username ?? claims?.sub;
  if (!by) throw new Problem(401, 'Please sign in first.');
  // The claim is the token's own list; `scopes` stands in where the issuer writes the claim otherwise.
  return { by, scopes: claims?.scope?.split(' ') ?? authorizer?.jwt?.scopes ?? [] };
}

/** Throws a Problem (403) unless the caller has one of the scopes; routes ask the same. */
export function demandScope(who: Caller, ...anyOf: string[]): void {
  if (anyOf.some((scope) => who.scopes.includes(scope))) return;
  throw new Problem(403, 'You are signed in, but this is for editors only.');
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

function check<S extends z.ZodMiniType>(schema: S, value: unknown, status: number): z.output<S> {
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

/** The schema's own message says what there is. */
const unknown = (keys: string[], message: string): string =>
  [`Unknown: ${keys.join(', ')}.`, message === 'Invalid input' ? '' : message].join(' ').trim();
