import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, type CloudWithS3 } from './a-cloud-with-s3.ts';

const rule = {
  AllowedOrigins: ['https://press.example', 'https://*.press.example'],
  AllowedMethods: ['POST'],
  AllowedHeaders: ['content-*'],
  ExposedHeaders: ['ETag'],
  MaxAge: 3600,
};
let place: CloudWithS3;
beforeAll(async () => {
  place = await aCloudWithS3({
    buckets: { Uploads: { CorsConfiguration: { CorsRules: [rule] } }, Shelf: {} },
  });
});
afterAll(() => place.stop());

const ask = (bucket: string, headers: Record<string, string>, method = 'OPTIONS') =>
  fetch(`${place.origin}/${bucket}`, { method, headers });
const origin = 'https://press.example';

describe('a browser that asks first', () => {
  it('is let in by the rule that names its origin, method and headers', async () => {
    const asking = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'Content-Type',
    };
    const answer = await ask('press-uploads', { origin, ...asking });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': '3600',
      vary: expect.stringContaining('Origin'),
    });
    expect((await ask('press-uploads', { origin: 'https://de.press.example', ...asking })).status).toBe(200);
  });

  it.each([
    ['origin', { origin: 'https://press.example.evil.example', 'access-control-request-method': 'POST' }],
    ['method', { origin, 'access-control-request-method': 'PUT' }],
    [
      'header',
      { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-acl' },
    ],
  ])('is refused for another %s', async (_, headers) => {
    const answer = await ask('press-uploads', headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessForbidden</Code>');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is refused by a bucket without rules', async () => {
    const answer = await ask('press-shelf', { origin, 'access-control-request-method': 'POST' });
    expect(await answer.text()).toContain('CORS is not enabled');
  });
});

describe('an answer', () => {
  it('may be read by the browser, a refusal too', async () => {
    const answer = await ask('press-uploads', { origin }, 'POST');
    expect(answer.status).toBe(412);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag');
  });

  it('is not for other origins', async () => {
    const answer = await ask('press-uploads', { origin: 'https://elsewhere.example' }, 'POST');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
