import { one, type WebResponse } from '../web/message.ts';
import type { CachePolicy } from './policy-properties.ts';

/** Errors CloudFront keeps in any case, and those it keeps only if the origin says for how long. */
const alwaysKept = new Set([404, 414, 500, 501, 502, 503, 504]);
/** Seconds an error is kept if the distribution does not say. */
const errorTtl = 10;

type Ttls = Pick<CachePolicy, 'MinTTL' | 'DefaultTTL' | 'MaxTTL'>;

/** How many seconds the edge may give this answer again. `now` in milliseconds. */
export function secondsToKeep(
  response: WebResponse,
  ttls: Ttls,
  errorTtls: ReadonlyMap<number, number>,
  now: number,
): number {
  const said = directives(one(response.headers['cache-control']));
  const explicit = seconds(said.get('s-maxage')) ?? seconds(said.get('max-age'));
  const { status } = response;
  if (status >= 400) {
    if (explicit === undefined && !alwaysKept.has(status)) return 0;
    return Math.max(errorTtls.get(status) ?? errorTtl, Math.min(explicit ?? 0, ttls.MaxTTL));
  }
  // A part of an answer, and the word that there is nothing new, are no answers to give to others.
  if (status === 206 || status === 304 || response.headers.vary === '*') return 0;
  if (said.has('no-store') || said.has('no-cache') || said.has('private')) return ttls.MinTTL;
  if ((status === 307 || status === 308) && explicit === undefined) return 0;
  const wanted = explicit ?? untilExpiry(response, now) ?? ttls.DefaultTTL;
  return Math.max(ttls.MinTTL, Math.min(wanted, ttls.MaxTTL));
}

/** Whether the origin asks never to keep it, even for use while it is down. */
export const forbidsKeeping = ({ headers }: WebResponse): boolean => {
  const said = directives(one(headers['cache-control']));
  return said.has('no-store') || said.has('private');
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
