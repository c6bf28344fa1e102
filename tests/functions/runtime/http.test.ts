import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callSignal } from '../../../functions/runtime/call-deadline.ts';
import {
  httpHandler,
  publicForTenSeconds,
  type Reply,
  timeToGiveUp,
} from '../../../functions/runtime/http.ts';
import { Problem } from '../../../functions/runtime/problem.ts';
import { caller, demandScope, jsonBody, query, readersAddress } from '../../../functions/runtime/request.ts';
import { aRequest } from './a-request.ts';
import { remembered } from './remembered-log.ts';

const open = (answer: (event: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<Reply>) => {
  const log = remembered();
  const handler = httpHandler({ originSecret: 'the-secret', log }, (event) =>
    answer(event as APIGatewayProxyEventV2WithJWTAuthorizer),
  );
  const ask = (event: APIGatewayProxyEventV2WithJWTAuthorizer) =>
    handler(event, { awsRequestId: 'request-1' } as Context);
  return { ask, log };
};
const hello = open(async () => ({
  status: 200,
  body: { hello: 1 },
  headers: { 'cache-control': publicForTenSeconds },
}));

describe('a function behind the HTTP API', () => {
  it('answers JSON with caching and security headers', async () => {
    const result = await hello.ask(aRequest());
    expect(result).toMatchObject({ statusCode: 200, body: '{"hello":1}' });
    expect(result.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=0, s-maxage=10',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.not.stringContaining('unsafe'),
      'strict-transport-security': expect.not.stringContaining('includeSubDomains'),
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
  });

  it('answers only what came through the site', async () => {
    for (const secret of [undefined, 'another']) {
      const result = await hello.ask(aRequest({ headers: secret ? { 'x-broadside-origin': secret } : {} }));
      expect(result.statusCode).toBe(403);
      expect(result.headers).toMatchObject({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
      });
      expect(JSON.parse(result.body ?? '')).toMatchObject({ status: 403, title: 'Forbidden', detail: /./ });
    }
  });

  it('with HEAD says what it says with GET, 304 too', async () => {
    const { headers } = await hello.ask(aRequest());
    expect((await hello.ask(aRequest({ method: 'HEAD' }))).headers).toEqual(headers);
    const known = { 'if-none-match': String(headers?.etag) };
    expect((await hello.ask(aRequest({ method: 'HEAD', headers: known }))).statusCode).toBe(304);
    expect((await hello.ask(aRequest({ method: 'DELETE', headers: known }))).statusCode).toBe(200);
  });

  it('says 304 to a reader who has the answer already', async () => {
    const { headers } = await hello.ask(aRequest());
    for (const known of [headers?.etag, `"x", W/${headers?.etag}`, '*']) {
      const result = await hello.ask(aRequest({ headers: { 'if-none-match': String(known) } }));
      expect(result).toMatchObject({
        statusCode: 304,
        headers: { etag: headers?.etag, 'cache-control': publicForTenSeconds },
      });
      expect(result.body).toBeUndefined();
    }
    expect((await hello.ask(aRequest({ headers: { 'if-none-match': '"x"' } }))).statusCode).toBe(200);
  });

  it('turns a refusal into a problem document', async () => {
    const refusing = open(async () => {
      throw new Problem(409, 'It is withdrawn already.', { headers: { location: '/x' } });
    });
    const result = await refusing.ask(aRequest());
    expect(result).toMatchObject({ statusCode: 409, headers: { location: '/x' } });
    expect(JSON.parse(result.body ?? '')).toEqual({
      title: 'Conflict',
      status: 409,
      detail: 'It is withdrawn already.',
    });
  });

  it.each([
    ['GET', 'try again in a minute'],
    ['POST', 'may have been done or not'],
  ])('gives up a %s in words, before its time is over, and ends what is under way', async (method, words) => {
    const ended: string[] = [];
    const endless = async () => {
      const { promise, reject } = Promise.withResolvers<never>();
      callSignal()?.addEventListener('abort', () => {
        ended.push('call');
        reject(new Error('aborted'));
      });
      return promise;
    };
    const log = remembered();
    const handler = httpHandler({ originSecret: 'the-secret', log }, endless);
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => timeToGiveUp + 20 };
    const result = await handler(aRequest({ method }), context as Context);
    expect(result).toMatchObject({
      statusCode: 503,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'retry-after': expect.stringMatching(/^\d+$/),
      },
    });
    expect(JSON.parse(result.body ?? '')).toMatchObject({
      status: 503,
      detail: expect.stringContaining(words),
    });
    expect(ended).toEqual(['call']);
    expect(log.lines).toHaveLength(1);
  });

  it('says the same of a call that took too long at every try', async () => {
    const slow = open(() => Promise.reject(Object.assign(new Error('slow'), { name: 'TimeoutError' })));
    expect(await slow.ask(aRequest())).toMatchObject({ statusCode: 503 });
  });

  it('tells a fault to the log, and to the reader only a number to quote', async () => {
    const broken = open(async () => {
      throw new Error('the table is on fire');
    });
    const result = await broken.ask(aRequest());
    expect(result.statusCode).toBe(500);
    expect(result.body).toContain('request-1');
    expect(result.body).not.toContain('fire');
    expect(broken.log.lines).toHaveLength(1);
  });
});

describe('a request', () => {
  const wanted = z.strictObject({
    limit: z.optional(z.string().check(z.regex(/^\d+$/, 'has to be a number'))),
  });

  it('is refused in plain words', () => {
    expect(() => query(aRequest({ query: { limit: 'x' } }), wanted)).toThrow('limit: has to be a number');
    expect(() => query(aRequest({ query: { colour: 'x' } }), wanted)).toThrow('Unknown: colour.');
    expect(() => jsonBody(aRequest({ body: '{' }), wanted)).toThrow('has to be JSON');
    expect(query(aRequest({ query: { limit: '5' } }), wanted)).toEqual({ limit: '5' });
  });

  it('comes from the address that CloudFront saw', () => {
    const from = (seen: string) =>
      readersAddress(
        aRequest({ headers: { 'cloudfront-viewer-address': seen, 'x-forwarded-for': '9.9.9.9' } }),
      );
    expect(from('192.0.2.7:4711')).toBe('192.0.2.7');
    expect(from('2001:db8::1:4711')).toBe('2001:db8::1');
    expect(readersAddress(aRequest({ headers: { 'x-forwarded-for': '9.9.9.9' } }))).toBeUndefined();
  });

  it('names who asks and what they may', () => {
    const claims = { sub: 's', username: 'rosa', name: 'Rosa Varga', scope: 'openid press/editor' };
    const scopes = ['openid', 'press/editor'];
    expect(caller(aRequest({ claims }))).toEqual({ by: 's', byName: 'Rosa Varga', scopes });
    expect(caller(aRequest({ claims: { sub: 's' }, scopes: ['press/writer'] }))).toEqual({
      by: 's',
      scopes: ['press/writer'],
    });
    expect(() => caller(aRequest())).toThrow('sign in');
    expect(() => demandScope({ by: 's', scopes: ['press/writer'] }, 'press/editor')).toThrow(
      'in the group editors.',
    );
    expect(() => demandScope({ by: 's', scopes: [] }, 'press/subscribers', 'press/access')).toThrow(
      'in the group subscribers or access.',
    );
  });
});
