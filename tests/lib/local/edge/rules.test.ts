import { describe, expect, it } from 'vitest';
import { pathPattern } from '../../../../lib/local/edge/distribution.ts';
import { type CacheEntry, EdgeCache } from '../../../../lib/local/edge/edge-cache.ts';
import { freshnessLifetime } from '../../../../lib/local/edge/freshness.ts';

describe('how long an answer is kept', () => {
  const ttls = { MinTTL: 1, DefaultTTL: 20, MaxTTL: 100 };
  const now = Date.parse('2030-01-01T00:00:00Z');
  const errors = new Map([[404, 2]]);

  it.each([
    [200, undefined, 20],
    [200, 'max-age=50', 50],
    [200, 'max-age=50, s-maxage=10', 10],
    [200, 'max-age=500', 100],
    [200, 'max-age=0', 1],
    [200, 'no-store', 1],
    [200, 'private', 1],
    [200, 'public', 20],
    [301, 'max-age=30', 30],
    [307, undefined, 0],
    [206, 'max-age=50', 0],
    [404, undefined, 2],
    [404, 'max-age=50', 50],
    [403, undefined, 0],
    [410, undefined, 0],
    [410, 's-maxage=5', 10],
    [503, 'no-store', 10],
  ])('%i with %s: %i s', (status, cacheControl, seconds) => {
    const headers: Record<string, string> =
      cacheControl === undefined ? {} : { 'cache-control': cacheControl };
    expect(freshnessLifetime({ status, headers }, ttls, errors, now)).toBe(seconds);
  });

  it('counts to Expires where nothing else is said', () => {
    const store = (expires: string) =>
      freshnessLifetime({ status: 200, headers: { expires } }, ttls, errors, now);
    expect([store('Tue, 01 Jan 2030 00:00:42 GMT'), store('never')]).toEqual([42, 1]);
  });
});

describe('a path pattern', () => {
  it.each([
    ['/api/*', '/api/', true],
    ['/api/*', '/api', false],
    ['/api/*', '/API/x', false],
    ['media/*.jp?g', '/media/a/b.jpeg', true],
    ['/media/*.jpg', '/media/ajpg', false],
    ['*', '/anything', true],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(pathPattern(pattern)(path)).toBe(matches);
  });
});

it('forgets the longest unused when it is full', () => {
  const cache = new EdgeCache(5_000);
  const entry = (): CacheEntry => ({
    response: { status: 200, headers: {}, body: 'x'.repeat(1_000) },
    storedAt: 0,
    freshUntil: 0,
  });
  for (const key of ['a', 'b']) cache.store(key, entry());
  cache.find('a');
  cache.store('c', entry());
  expect(['a', 'b', 'c'].map((key) => cache.find(key) !== undefined)).toEqual([true, false, true]);
});
