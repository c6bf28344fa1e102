import { one, type WebResponse } from '../web/message.ts';
import type { CachePolicy } from './policy-properties.ts';

/** Errors that CloudFront caches in any case; others only if the origin says for how long. */
const cachedErrors = new Set([404, 414, 500, 501, 502, 503, 504]);
/** Seconds an error is cached if the distribution does not say. */
const defaultErrorTtl = 10;

type Ttls = Pick<CachePolicy, 'MinTTL' | 'DefaultTTL' | 'MaxTTL'>;

/** How many seconds the edge may serve this answer from its cache. `now` in milliseconds. */
export function freshnessLifetime(
  response: WebResponse,
  ttls: Ttls,
  errorTtls: ReadonlyMap<number, number>,
  now: number,
): number {
  const given = directives(one(response.headers['cache-control']));
  const explicit = seconds(given.get('s-maxage')) ?? seconds(given.get('max-age'));
  const { status } = response;
  if (status >= 400) {
    if (explicit === undefined && !cachedErrors.has(status)) return 0;
    return Math.max(errorTtls.get(status) ?? defaultErrorTtl, Math.min(explicit ?? 0, ttls.MaxTTL));
  }
  // Partial answers and 304 are not cached.
  if (status === 206 || status === 304 || response.headers.vary === '*') return 0;
  if (given.has('no-store') || given.has('no-cache') || given.has('private')) return ttls.MinTTL;
  if ((status === 307 || status === 308) && explicit === undefined) return 0;
  const wanted = explicit ?? untilExpiry(response, now) ?? ttls.DefaultTTL;
  return Math.max(ttls.MinTTL, Math.min(wanted, ttls.MaxTTL));
}

/** Whether the origin forbids storing it, even to be served while the origin fails. */
export const forbidsStoring = ({ headers }: WebResponse): boolean => {
  const given = directives(one(headers['cache-control']));
  return given.has('no-store') || given.has('private');
};

function directives(text = ''): Map<string, string> {
  const pairs = text
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split('='));
  return new Map(pairs.map(([name = '', value = '']) => [name, value.replaceAll('"', '')]));
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function untilExpiry({ headers }: WebResponse, now: number): number | undefined {
  const expires = one(headers.expires);
  if (expires === undefined) return undefined;
  const at = Date.parse(expires);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.floor((at - now) / 1000));
}
