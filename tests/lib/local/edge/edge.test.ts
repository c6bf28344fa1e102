import { request } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { closeAll } from '../web/small-cloud.ts';
import { aSite } from './a-site.ts';

afterAll(closeAll);

describe('the site behind CloudFront', () => {
  it('reads the bucket first, as the distribution that its policy names', async () => {
    const { files, bucket, functions, ask } = await aSite();
    files.set('articles/rent/index.html', { body: 'the page' });
    const response = await ask('/articles/rent/');
    expect([response.status, await response.text()]).toEqual([200, 'the page']);
    expect(bucket).toMatchObject([
      {
        key: 'articles/rent/index.html',
        by: {
          service: 'cloudfront.amazonaws.com',
          sourceArn: expect.stringMatching(/^arn:aws:cloudfront::000000000000:distribution\/E\w{13}$/),
        },
      },
    ]);
    expect(functions).toEqual([]);
  });

  it('asks the API with the same path when the bucket has nothing', async () => {
    const { functions, ask } = await aSite();
    const response = await ask('/articles/gone/');
    expect([response.status, await response.text(), response.headers.get('x-cache')]).toEqual([
      404,
      'not here',
      'Error from cloudfront',
    ]);
    expect(functions).toMatchObject([
      { rawPath: '/articles/gone/index.html', headers: { 'x-broadside-origin': 'secret' } },
    ]);
  });

  it('lets the viewer-request function answer at once', async () => {
    const { bucket, ask } = await aSite();
    const response = await ask('/articles/rent');
    expect([response.status, response.headers.get('location'), response.headers.get('x-cache')]).toEqual([
      301,
      '/articles/rent/',
      'FunctionGeneratedResponse from cloudfront',
    ]);
    expect(response.headers.get('x-stamp')).toBeNull();
    expect(bucket).toEqual([]);
  });

  it('answers 503 when a function throws or does not end', async () => {
    const { ask } = await aSite();
    expect((await ask('/throw/')).status).toBe(503);
    expect((await ask('/loop/')).status).toBe(503);
  });

  it('sets and removes headers as the policy says, and those of one hop', async () => {
    const { files, ask } = await aSite();
    files.set('index.html', { body: 'front' });
    const { headers } = await ask('/');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=60; includeSubDomains; preload',
      'permissions-policy': 'camera=()',
      'x-stamp': '/index.html',
      'x-cache': 'Miss from cloudfront',
      via: expect.stringContaining('(CloudFront)'),
    });
    expect(headers.has('x-amz-request-id')).toBe(false);
    expect(headers.has('x-amz-version-id')).toBe(false);
  });

  it('refuses methods that are not allowed', async () => {
    const { ask } = await aSite();
    expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(403);
    expect((await ask('/api/x', { method: 'DELETE' })).status).toBe(404);
  });

  it('answers HEAD without a body', async () => {
    const { files, ask } = await aSite();
    files.set('index.html', { body: 'front' });
    const response = await ask('/', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('hands a condition on and passes 304 back', async () => {
    const { files, ask } = await aSite();
    files.set('index.html', { body: 'front', etag: '"one"' });
    const response = await ask('/', { headers: { 'if-none-match': '"one"' } });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
      304,
      '"one"',
      '',
    ]);
  });
});

describe('what the API is told', () => {
  it('is what the policies name: address, query, cookies, token', async () => {
    const { functions, ask } = await aSite();
    const headers = {
      authorization: 'Bearer t',
      cookie: 'seen=1; secret=2',
      'x-mine': 'y',
      'cloudfront-viewer-address': '9.9.9.9:9',
      'x-broadside-origin': 'forged',
    };
    await ask('/api/articles?section=news&limit=3', { headers });
    const [event] = functions;
    expect(event).toMatchObject({ rawQueryString: 'section=news&limit=3', cookies: ['seen=1'] });
    expect(event?.headers).toMatchObject({
      authorization: 'Bearer t',
      'cloudfront-viewer-address': expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      'x-broadside-origin': 'secret',
      'user-agent': 'Amazon CloudFront',
      'accept-encoding': 'gzip',
    });
    expect(event?.headers).not.toHaveProperty('x-mine');
    expect(event?.headers).not.toHaveProperty('accept');
  });

  it('is the address of the connection: two readers on one machine are two', async () => {
    const { functions, cloud } = await aSite();
    for (const localAddress of ['127.0.0.1', '127.0.0.9']) {
      await new Promise((resolve, reject) =>
        request(`${cloud.place.origins.site}/api/articles`, { localAddress }, (response) =>
          response.resume().on('end', resolve),
        )
          .on('error', reject)
          .end(),
      );
    }
    const seen = functions.map(({ headers }) => headers['cloudfront-viewer-address']?.split(':')[0]);
    expect(seen).toEqual(['127.0.0.1', '127.0.0.9']);
  });

  it('is everything but the host with AllViewerExceptHostHeader', async () => {
    const { functions, ask } = await aSite();
    await ask('/all/x?a=1', {
      headers: { 'x-mine': 'y', cookie: 'a=1; b=2', authorization: 'Bearer t' },
    });
    expect(functions[0]).toMatchObject({ rawQueryString: 'a=1', cookies: ['a=1', 'b=2'] });
    expect(functions[0]?.headers).toMatchObject({
      'x-mine': 'y',
      authorization: 'Bearer t',
      host: expect.stringContaining('.execute-api.'),
    });
  });

  it('includes what is written, and the token with it', async () => {
    const { functions, ask } = await aSite();
    const init = {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    };
    await ask('/api/uploads', init);
    expect(functions[0]).toMatchObject({
      body: '{"a":1}',
      isBase64Encoded: false,
      headers: { authorization: 'Bearer t' },
    });
  });
});

describe('compression', () => {
  const long = { body: 'broadside '.repeat(500) };

  /** Without a client that unpacks by itself. */
  const raw = (origin: string, encodings: string) =>
    new Promise<{ encoding?: string; etag?: string; length: number }>((resolve) => {
      const sent = request(`${origin}/`, { headers: { 'accept-encoding': encodings } }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const { 'content-encoding': encoding, etag } = response.headers;
            resolve({ encoding, etag, length: Buffer.concat(chunks).length });
          });
      });
      sent.end();
    });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
  ])('answers %s in %s, with a weak tag', async (accepted, encoding) => {
    const { files, cloud } = await aSite();
    files.set('index.html', { ...long, etag: '"one"' });
    const answer = await raw(cloud.place.origins.site, accepted);
    expect(answer).toMatchObject({ encoding, etag: 'W/"one"' });
    expect(answer.length).toBeLessThan(500);
  });

  it('leaves alone what is small, packed already or not wanted', async () => {
    const { files, cloud } = await aSite();
    files.set('index.html', { body: 'short' });
    expect(await raw(cloud.place.origins.site, 'gzip')).toMatchObject({ encoding: undefined, length: 5 });
    files.set('index.html', { ...long, type: 'image/png' });
    expect(await raw(cloud.place.origins.site, 'gzip')).toMatchObject({ encoding: undefined, length: 5000 });
    files.set('index.html', long);
    expect(await raw(cloud.place.origins.site, 'identity')).toMatchObject({
      encoding: undefined,
      length: 5000,
    });
  });

  it('knows its weak tag again', async () => {
    const { files, ask } = await aSite();
    files.set('index.html', { ...long, etag: '"one"' });
    const headers = { 'accept-encoding': 'gzip', 'if-none-match': 'W/"one"' };
    expect((await ask('/', { headers })).status).toBe(304);
  });
});

describe('a distribution that cannot be imitated', () => {
  it.each([
    [
      'a custom error page',
      { CustomErrorResponses: [{ ErrorCode: 404, ResponsePagePath: '/404.html' }] },
      'ResponsePagePath',
    ],
    ['a firewall', { WebACLId: 'acl' }, 'WebACLId'],
    [
      'an origin elsewhere',
      { Origins: [{ Id: 'pages', DomainName: 'elsewhere.example' }] },
      'elsewhere.example',
    ],
  ])('stops at %s', async (_, more, named) => {
    await expect(aSite({ change: (config) => ({ ...config, ...more }) })).rejects.toThrow(named);
  });

  it('stops at a policy that hands the Host on to an API', async () => {
    const change = (config: { DefaultCacheBehavior: object }) => ({
      ...config,
      DefaultCacheBehavior: {
        ...config.DefaultCacheBehavior,
        OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
      },
    });
    await expect(aSite({ change })).rejects.toThrow('Host');
  });
});
