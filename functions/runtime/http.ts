import { createHash, timingSafeEqual } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { canonicalJson } from './canonical-json.ts';
import type { Log } from './log.ts';
import { Problem, problemDocument } from './problem.ts';
import { type HttpEvent, header } from './request.ts';

/** What a handler says. A text goes out as it is (name its content-type), anything else as JSON. */
export interface Reply {
  status: number;
  body?: unknown;
  /** Header names in lower case. Without `cache-control` nothing is kept anywhere. */
  headers?: Record<string, string>;
}

type Result = APIGatewayProxyStructuredResultV2;
type Layer = MiddlewareObj<HttpEvent, Result>;

/** Cache-Control of what everybody may read: always asked for again, at the edge after ten seconds. */
export const publicForTenSeconds = 'public, max-age=0, s-maxage=10';

/**
 * A function behind the HTTP API. Demands the header that only our CloudFront adds, answers errors as
 * problem documents (RFC 9457), and a GET whose answer the reader already has with 304 (RFC 9110).
 */
export const httpHandler = (
  { originSecret, log }: { originSecret: string; log: Log },
  answer: (event: HttpEvent) => Promise<Reply>,
) =>
  middy<HttpEvent, Result>()
    .use(safeHeaders())
    .use(problems(log))
    .use(secretOrigin(originSecret))
    .use(notModified())
    .handler(async (event: HttpEvent) => resultOf(await answer(event)));

function resultOf({ status, body, headers = {} }: Reply): Result {
  if (body === undefined) return { statusCode: status, headers };
  const text = typeof body === 'string' ? body : canonicalJson(body);
  const type = 'application/json; charset=utf-8';
  return { statusCode: status, headers: { 'content-type': type, ...headers }, body: text };
}

/** CloudFront adds the secret; without it someone is asking the bare API address, past every cache. */
function secretOrigin(secret: string): Layer {
  const expected = sha256(secret);
  return {
    before({ event }) {
      const given = sha256(header(event, 'x-broadside-origin') ?? '');
      // Digests have one length, so neither it nor the time taken tells anything of the secret.
      if (!timingSafeEqual(given, expected)) {
        throw new Problem(403, 'This address answers only through the site. Use the same path there.');
      }
    },
  };
}

function problems(log: Log): Layer {
  return {
    onError(request) {
      const problem = asProblem(request.error, request.context.awsRequestId);
      if (problem.status >= 500) log.error('A request failed', { error: request.error });
      request.response = resultOf({
        status: problem.status,
        body: problemDocument(problem),
        headers: { 'content-type': 'application/problem+json', ...problem.headers },
      });
    },
  };
}

function asProblem(error: unknown, request: string): Problem {
  if (error instanceof Problem) return error;
  const detail = `Something went wrong on our side. Please try again in a minute; if it stays, tell whoever
    looks after the press and quote ${request}.`.replace(/\s+/g, ' ');
  return new Problem(500, detail, { cause: error });
}

const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  // As the edge says it: for this name alone.
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
};

function safeHeaders(): Layer {
  const add: NonNullable<Layer['after']> = ({ response }) => {
    if (response) response.headers = { ...always, ...response.headers };
  };
  return { after: add, onError: add };
}

function notModified(): Layer {
  return {
    after({ event, response }) {
      if (response?.statusCode !== 200 || event.requestContext.http.method === 'POST') return;
      const tag = `"${sha256(response.body ?? '')
        .toString('base64url')
        .slice(0, 22)}"`;
      response.headers = { ...response.headers, etag: tag };
      if (!matches(header(event, 'if-none-match'), tag)) return;
      response.statusCode = 304;
      delete response.body;
      delete response.headers['content-type'];
    },
  };
}

/** Compared weakly (RFC 9110, 13.1.2): CloudFront weakens the tag of what it compresses. */
const matches = (known: string | undefined, tag: string): boolean =>
  known?.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, ''))) ?? false;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
