import { hash, timingSafeEqual } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { endingCallsAt, type RemainingTime } from './call-deadline.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Log } from './log.ts';
import { Problem, problemDocument } from './problem.ts';
import { type HttpEvent, header } from './request.ts';

/** A handler's answer. A string is sent as it is (give its content-type), anything else as canonical JSON. */
export interface Reply {
  status: number;
  body?: unknown;
  /** Names in lower case. Without `cache-control` the answer is `no-store`. */
  headers?: Record<string, string>;
}

type Result = APIGatewayProxyStructuredResultV2;
type Layer = MiddlewareObj<HttpEvent, Result>;

/** Cache-Control of public answers: browsers revalidate each time, the edge after ten seconds. */
export const publicForTenSeconds = 'public, max-age=0, s-maxage=10';

/** Milliseconds before the function's timeout at which it gives up, to say so while it can. */
export const timeToGiveUp = 500;

/**
 * The handler of a function behind the HTTP API that answers in JSON: `answering`, with problem documents (RFC 9457) for
 * errors and 304 (RFC 9110, 13.1.2) for a conditional GET of what has not changed. With `open`, pages of other sites may
 * read what it answers, refusals too; never where the answer depends on who asks.
 */
export const httpHandler = (
  { originSecret, log, open = false }: { originSecret: string; log: Log; open?: boolean },
  answer: (event: HttpEvent) => Promise<Reply>,
) =>
  answering(
    {
      originSecret,
      log,
      headers: open ? { ...safeHeaders, ...readableAnywhere } : safeHeaders,
      refusal: problemReply,
    },
    answer,
  ).use(notModified());

interface Answering {
  originSecret: string;
  log: Log;
  /** Of every answer that does not set them itself. */
  headers: Record<string, string>;
  /** What the reader gets of an error; the status and the headers of the problem are set afterwards. Never rejects. */
  refusal(problem: Problem, time: RemainingTime): Omit<Reply, 'status'> | Promise<Omit<Reply, 'status'>>;
}

/**
 * A handler behind the HTTP API. Demands the header that only our CloudFront adds and turns errors into refusals. What is
 * not answered when the function's time is nearly over is answered with 503, and its calls to AWS end.
 */
export const answering = (
  { originSecret, log, headers, refusal }: Answering,
  answer: (event: HttpEvent) => Promise<Reply>,
) =>
  middy<HttpEvent, Result>({ timeoutEarlyInMillis: timeToGiveUp, timeoutEarlyResponse: giveUp })
    .use(withHeaders(headers))
    .use(problems(log, refusal))
    .use(secretOrigin(originSecret))
    .handler(async (event: HttpEvent, _context, { signal }) =>
      resultOf(await endingCallsAt(signal, () => answer(event))),
    );

const problemReply: Answering['refusal'] = (problem) => ({
  body: problemDocument(problem),
  headers: { 'content-type': 'application/problem+json' },
});

/** Named as the SDK names the error of a call that took too long at every try. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

function giveUp(): never {
  throw new TimeoutError('There is no answer, and the time of the function is nearly over');
}

function resultOf({ status, body, headers = {} }: Reply): Result {
  if (body === undefined) return { statusCode: status, headers };
  const text = typeof body === 'string' ? body : canonicalJson(body);
  const type = 'application/json; charset=utf-8';
  return { statusCode: status, headers: { 'content-type': type, ...headers }, body: text };
}

/** CloudFront adds the secret. A request without it came to the API's own address, past the cache. */
function secretOrigin(secret: string): Layer {
  const expected = digest(secret);
  return {
    before({ event }) {
      const given = digest(header(event, 'x-broadside-origin') ?? '');
      // Digests have one length: neither the length nor the time of the comparison reveals the secret.
      if (!timingSafeEqual(given, expected)) {
        throw new Problem(403, 'This address answers only through the site. Use the same path there.');
      }
    },
  };
}

function problems(log: Log, refusal: Answering['refusal']): Layer {
  return {
    async onError(request) {
      const { error, event, context } = request;
      const problem = isTimeout(error) ? tooSlow(event, error) : asProblem(error, context.awsRequestId);
      if (problem.status >= 500) log.error('A request failed', { error: request.error });
      const { body, headers } = await refusal(problem, context);
      request.response = resultOf({
        status: problem.status,
        body,
        headers: { ...headers, ...problem.headers },
      });
    },
  };
}

const isTimeout = (error: unknown): error is Error => error instanceof Error && error.name === 'TimeoutError';

/** What a call to AWS may have done before it was given up is not known. */
function tooSlow({ requestContext }: HttpEvent, cause: Error): Problem {
  const reads = ['GET', 'HEAD'].includes(requestContext.http.method);
  const detail = reads
    ? 'The press is slow just now and has not answered in time. Please try again in a minute.'
    : `The press is slow just now and has not answered in time. What you asked for may have been done or not: look
        first, then try again in a minute.`.replace(/\s+/g, ' ');
  return new Problem(503, detail, { headers: { 'retry-after': '10' }, cause });
}

function asProblem(error: unknown, request: string): Problem {
  if (error instanceof Problem) return error;
  const detail = `Something went wrong on our side. Please try again in a minute; if it stays, tell whoever
    looks after the press and quote ${request}.`.replace(/\s+/g, ' ');
  return new Problem(500, detail, { cause: error });
}

export const safeHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  // The same as the edge's: without `includeSubDomains`.
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
};

/** Scripts see no ETag of another site unless it is named. */
const readableAnywhere = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag' };

function withHeaders(headers: Record<string, string>): Layer {
  const add: NonNullable<Layer['after']> = ({ response }) => {
    if (response) response.headers = { ...headers, ...response.headers };
  };
  return { after: add, onError: add };
}

/** @param demands A header that an answer has that may be stored; without it, all may. */
export function notModified(demands?: string): Layer {
  return {
    after({ event, response }) {
      if (response?.statusCode !== 200 || !['GET', 'HEAD'].includes(event.requestContext.http.method)) return;
      if (demands !== undefined && response.headers?.[demands] === undefined) return;
      const tag = `"${hash('sha256', response.body ?? '', 'base64url').slice(0, 22)}"`;
      response.headers = { ...response.headers, etag: tag };
      if (!matches(header(event, 'if-none-match'), tag)) return;
      response.statusCode = 304;
      delete response.body;
      delete response.headers['content-type'];
    },
  };
}

/** Weak comparison (RFC 9110, 13.1.2): CloudFront makes the tag of a compressed answer weak. */
const matches = (known: string | undefined, tag: string): boolean =>
  known?.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, ''))) ?? false;

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
