import { one, type WebRequest, type WebResponse } from '../web/message.ts';
import { applyConditions, applyRange } from './conditions.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import type { CacheEntry, EdgeCache } from './edge-cache.ts';
import { compressed, type Encoding, encodingFor } from './encoding.ts';
import { forbidsStoring, freshnessLifetime } from './freshness.ts';
import { cacheKey, originRequest } from './origin-request.ts';

export interface Fetched {
  result: 'Hit' | 'RefreshHit' | 'Miss';
  response: WebResponse;
}

/** A distribution and its cache; without a cache every request goes to its origin. */
export interface Edge {
  distribution: Distribution;
  cache?: EdgeCache;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Answers from the cache where it may, from the origin otherwise. */
export async function fetchThrough(request: WebRequest, behaviour: Behaviour, edge: Edge): Promise<Fetched> {
  const encoding = encodingFor(request.headers['accept-encoding'], behaviour.compresses);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!edge.cache || !isRead || behaviour.cache.MaxTTL === 0)
    return fetchUncached(request, behaviour, edge, encoding);
  const key = cacheKey(request, behaviour, encoding);
  const entry = edge.cache.find(key);
  if (entry && entry.freshUntil > edge.now()) return fetched(request, 'Hit', withAge(entry, edge.now()));
  // Only a whole answer can be cached.
  if (request.method === 'HEAD' || request.headers.range !== undefined)
    return fetchUncached(request, behaviour, edge, encoding);
  return fetchAndCache({ request, behaviour, edge, cache: edge.cache, encoding, key, entry });
}

async function fetchUncached(
  request: WebRequest,
  behaviour: Behaviour,
  { distribution }: Edge,
  encoding: Encoding | undefined,
): Promise<Fetched> {
  const response = await behaviour.origin(originRequest(request, behaviour, distribution.domain));
  return { result: 'Miss', response: applyConditions(request, await compressed(response, encoding)) };
}

interface CacheMiss {
  request: WebRequest;
  behaviour: Behaviour;
  edge: Edge;
  cache: EdgeCache;
  encoding: Encoding | undefined;
  key: string;
  /** An answer that is stale, but may still be valid. */
  entry: CacheEntry | undefined;
}

async function fetchAndCache(miss: CacheMiss): Promise<Fetched> {
  const { request, behaviour, edge, entry } = miss;
  const forwarded = originRequest(withoutConditions(request), behaviour, edge.distribution.domain);
  const response = await behaviour.origin(entry ? withValidators(forwarded, entry) : forwarded);
  if (entry && response.status === 304) return revalidated(miss, entry, response);
  // CloudFront serves a stale answer when the origin fails.
  if (entry && response.status >= 500 && entry.response.status < 400)
    return serveStale(miss, entry, response);
  return storeResponse(miss, response);
}

/** Until when the answer is fresh, in milliseconds since 1970. */
function freshUntil({ behaviour, edge }: CacheMiss, response: WebResponse): number {
  const now = edge.now();
  return now + freshnessLifetime(response, behaviour.cache, edge.distribution.errorTtls, now) * 1000;
}

function revalidated(miss: CacheMiss, entry: CacheEntry, notModified: WebResponse): Fetched {
  const response = {
    ...entry.response,
    headers: { ...entry.response.headers, ...withoutTag(notModified.headers) },
  };
  const times = { storedAt: miss.edge.now(), freshUntil: freshUntil(miss, response) };
  miss.cache.store(miss.key, { ...entry, ...times, response });
  return fetched(miss.request, 'RefreshHit', response);
}

function serveStale(miss: CacheMiss, entry: CacheEntry, failure: WebResponse): Fetched {
  miss.cache.store(miss.key, { ...entry, freshUntil: freshUntil(miss, failure) });
  return fetched(miss.request, 'Hit', withAge(entry, miss.edge.now()));
}

async function storeResponse(miss: CacheMiss, response: WebResponse): Promise<Fetched> {
  const { request, cache, key, edge, encoding } = miss;
  const encoded = await compressed(response, encoding);
  const times = { storedAt: edge.now(), freshUntil: freshUntil(miss, response) };
  const canBeRevalidated = response.status === 200 && isTagged(response) && !forbidsStoring(response);
  if (times.freshUntil > times.storedAt || canBeRevalidated) {
    const { etag, 'last-modified': modified } = response.headers;
    cache.store(key, { ...times, response: encoded, etag: one(etag), modified: one(modified) });
  } else {
    cache.remove(key);
  }
  return fetched(request, 'Miss', encoded);
}

const fetched = (request: WebRequest, result: Fetched['result'], response: WebResponse): Fetched => ({
  result,
  response: applyRange(request, applyConditions(request, response)),
});

const withAge = ({ response, storedAt }: CacheEntry, now: number): WebResponse => ({
  ...response,
  headers: { ...response.headers, age: String(Math.floor((now - storedAt) / 1000)) },
});

const isTagged = ({ headers }: WebResponse): boolean =>
  headers.etag !== undefined || headers['last-modified'] !== undefined;

/** The viewer's own conditions are answered from the cache. */
function withoutConditions(request: WebRequest): WebRequest {
  const { 'if-none-match': _, 'if-modified-since': __, ...headers } = request.headers;
  return { ...request, headers };
}

function withValidators(request: WebRequest, { etag, modified }: CacheEntry): WebRequest {
  const headers = {
    ...request.headers,
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
  return { ...request, headers };
}

/** Compressing may have made the cached tag a weak one, so it stays; all other headers are the origin's new ones. */
function withoutTag({ etag: _, 'content-length': __, vary: ___, ...headers }: WebResponse['headers']) {
  return headers;
}
