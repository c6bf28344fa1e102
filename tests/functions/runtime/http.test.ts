import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { httpHandler, publicForTenSeconds, type Reply } from '../../../functions/runtime/http.ts';
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
    const editor = aRequest({ claims: { sub: 's', username: 'rosa', scope: 'openid press/editor' } });
    expect(caller(editor)).toEqual({ by: 'rosa', scopes: ['openid', 'press/editor'] });
    expect(caller(aRequest({ claims: { sub: 's' }, scopes: ['press/writer'] }))).toEqual({
      by: 's',
      scopes: ['press/writer'],
    });
    expect(() => caller(aRequest())).toThrow('sign in');
    expect(() => demandScope({ by: 's', scopes: ['press/writer'] }, 'press/editor')).toThrow('for editors');
  });
});
