import { request } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { closeAll } from '../web/small-cloud.ts';
import { pressApi } from './a-press-api.ts';

afterAll(closeAll);

const json = async (response: Response) => ({ status: response.status, ...Object(await response.json()) });

describe('an HTTP API', () => {
  it('hands a request to its function as an event of format 2.0', async () => {
    const { place } = await pressApi();
    const headers = { 'x-one': 'a', cookie: 'a=1; b=2' };
    const response = await fetch(`${place.origins.api}/echo/caf%C3%A9%20au?tag=x&tag=y&empty=&q=a%20b`, {
      headers,
    });
    const { event, sourceArn } = await json(response);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /echo/{slug}',
      rawPath: '/echo/café au',
      rawQueryString: 'tag=x&tag=y&empty=&q=a%20b',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-one': 'a', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
      queryStringParameters: { tag: 'x,y', empty: '', q: 'a b' },
      pathParameters: { slug: 'café au' },
      requestContext: {
        accountId: '000000000000',
        stage: '$default',
        http: { method: 'GET', path: '/echo/café au', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).not.toHaveProperty('authorizer');
    expect(sourceArn).toMatch(
      /^arn:aws:execute-api:eu-west-1:000000000000:\w{10}\/\$default\/GET\/echo\/\{slug\}$/,
    );
  });

  it('runs a function as the role of its integration, if that may', async () => {
    const { place } = await pressApi();
    const as = (who: string) => fetch(`${place.origins.api}/as-${who}`).then(json);
    const { status, event, sourceArn } = await as('invoker');
    expect([status, event.rawPath, sourceArn]).toEqual([200, '/as-invoker', undefined]);
    expect(await as('stranger')).toEqual({ status: 500, message: 'Internal Server Error' });
  });

  it('joins a header that comes twice by a comma', async () => {
    const { place } = await pressApi();
    const body = await new Promise<string>((resolve) => {
      const sent = request(
        `${place.origins.api}/echo/x`,
        { headers: { 'x-twice': ['a', 'b'] } },
        (answer) => {
          answer.setEncoding('utf8').on('data', resolve);
        },
      );
      sent.end();
    });
    expect(JSON.parse(body).event.headers['x-twice']).toBe('a,b');
  });

  it.each([
    ['application/json', '{"a":"ä"}', '{"a":"ä"}', false],
    ['application/problem+json; charset=utf-8', '{}', '{}', false],
    ['text/markdown', '# a', '# a', false],
    ['image/png', 'png', 'cG5n', true],
    ['application/x-www-form-urlencoded', 'a=1', 'YT0x', true],
  ])('gives a body of type %s as text or base64', async (type, sent, body, isBase64Encoded) => {
    const { place } = await pressApi();
    const init = { method: 'POST', body: sent, headers: { 'content-type': type } };
    const { event } = await json(await fetch(`${place.origins.api}/echo`, init));
    expect(event).toMatchObject({ body, isBase64Encoded });
  });

  it.each([
    ['/fail', 500, 'Internal Server Error'],
    ['/alien', 500, 'Internal Server Error'],
    ['/slow', 503, 'Service Unavailable'],
    ['/%E0%A4%A', 400, 'Bad Request'],
  ])('answers %s with %i', async (path, status, message) => {
    const { place } = await pressApi();
    expect(await json(await fetch(place.origins.api + path))).toEqual({ status, message });
  });

  it('refuses a request over 10 MB, a payload over 6 MB and a head over 10 KB', async () => {
    const { place } = await pressApi();
    const post = (size: number) =>
      fetch(`${place.origins.api}/echo`, { method: 'POST', body: new Uint8Array(size) }).then(json);
    expect(await post(5 * 1024 * 1024)).toEqual({ status: 413, message: 'Request Entity Too Large' });
    for (const size of [10 * 1024 * 1024 + 1, 40 * 1024 * 1024]) {
      expect(await post(size)).toEqual({ status: 413, message: 'Request Entity Too Large' });
    }
    const headers = { 'x-long': 'x'.repeat(10_240) };
    expect(await json(await fetch(`${place.origins.api}/echo/x`, { headers }))).toMatchObject({
      status: 431,
    });
  });

  it('answers 429 beyond the stage’s throttle', async () => {
    const { place } = await pressApi({
      DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
    });
    const answers = await Promise.all([1, 2, 3].map(() => fetch(`${place.origins.api}/echo/x`).then(json)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect(answers.find(({ status }) => status === 429)).toMatchObject({ message: 'Too Many Requests' });
  });
});

describe('the answer of a function', () => {
  const answered = async (payload: unknown) => {
    const { place } = await pressApi({}, () => payload);
    return fetch(`${place.origins.api}/return`);
  };

  it('may be nothing but a body', async () => {
    const text = await answered('hello');
    expect([text.status, text.headers.get('content-type'), await text.text()]).toEqual([
      200,
      'application/json',
      'hello',
    ]);
    expect(await (await answered({ a: 1 })).json()).toEqual({ a: 1 });
  });

  it('may name status, headers, cookies and a body in base64', async () => {
    const headers = { 'Content-Type': 'image/png', 'x-count': 3, Connection: 'close' };
    const payload = {
      statusCode: 201,
      headers,
      cookies: ['a=1', 'b=2'],
      body: 'cG5n',
      isBase64Encoded: true,
    };
    const response = await answered(payload);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.get('x-amzn-remapped-connection')).toBe('close');
    expect(await response.text()).toBe('png');
  });

  it('is a 500 when it makes no sense or is over 6 MB', async () => {
    expect((await answered({ statusCode: 'fine' })).status).toBe(500);
    expect((await answered({ statusCode: 200, body: 7 })).status).toBe(500);
    expect((await answered({ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) })).status).toBe(500);
  });

  it('goes without a body on 304', async () => {
    const response = await answered({ statusCode: 304, headers: { etag: '"a"' } });
    expect([response.status, response.headers.get('etag'), response.headers.get('content-length')]).toEqual([
      304,
      '"a"',
      null,
    ]);
  });
});
