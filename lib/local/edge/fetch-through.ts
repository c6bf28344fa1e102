import { one, type WebRequest, type WebResponse } from '../web/message.ts';
import { partAsked, unlessKnown } from './conditions.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import type { EdgeCache, Kept } from './edge-cache.ts';
import { compressed, type Encoding, encodingFor } from './encoding.ts';
import { forbidsKeeping, secondsToKeep } from './freshness.ts';
import { cacheKey, originRequest } from './origin-request.ts';

export interface Fetched {
  how: 'Hit' | 'RefreshHit' | 'Miss';
  response: WebResponse;
}

/** A distribution at work: `cache` is left out when every request is to go to its origin. */
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
    return straight(request, behaviour, edge, encoding);
  const key = cacheKey(request, behaviour, encoding);
  const kept = edge.cache.find(key);
  if (kept && kept.freshUntil > edge.now()) return asked(request, 'Hit', aged(kept, edge.now()));
  // Only a whole answer can be kept for others.
  if (request.method === 'HEAD' || request.headers.range !== undefined)
    return straight(request, behaviour, edge, encoding);
  return fetchAndKeep({ request, behaviour, edge, cache: edge.cache, encoding, key, kept });
}

async function straight(
  request: WebRequest,
  behaviour: Behaviour,
  { distribution }: Edge,
  encoding: Encoding | undefined,
): Promise<Fetched> {
  const response = await behaviour.origin(originRequest(request, behaviour, distribution.domain));
  return { how: 'Miss', response: unlessKnown(request, await compressed(response, encoding)) };
}

interface Wish {
  request: WebRequest;
  behaviour: Behaviour;
  edge: Edge;
  cache: EdgeCache;
  encoding: Encoding | undefined;
  key: string;
  /** What is no longer fresh, but may still be right. */
  kept: Kept | undefined;
}

async function fetchAndKeep(wish: Wish): Promise<Fetched> {
  const { request, behaviour, edge, kept } = wish;
  const forwarded = originRequest(unconditional(request), behaviour, edge.distribution.domain);
  const response = await behaviour.origin(kept ? askingForNews(forwarded, kept) : forwarded);
  if (kept && response.status === 304) return renewed(wish, kept, response);
  // An origin in trouble is no reason to show readers an error where there is something to show.
  if (kept && response.status >= 500 && kept.response.status < 400) return stale(wish, kept, response);
  return keptAnew(wish, response);
}

/** Until when the answer may be given again, in milliseconds since 1970. */
function freshUntil({ behaviour, edge }: Wish, response: WebResponse): number {
  const now = edge.now();
  return now + secondsToKeep(response, behaviour.cache, edge.distribution.errorTtls, now) * 1000;
}

function renewed(wish: Wish, kept: Kept, news: WebResponse): Fetched {
  const response = { ...kept.response, headers: { ...kept.response.headers, ...withoutTag(news.headers) } };
  const times = { storedAt: wish.edge.now(), freshUntil: freshUntil(wish, response) };
  wish.cache.keep(wish.key, { ...kept, ...times, response });
  return asked(wish.request, 'RefreshHit', response);
}

function stale(wish: Wish, kept: Kept, trouble: WebResponse): Fetched {
  wish.cache.keep(wish.key, { ...kept, freshUntil: freshUntil(wish, trouble) });
  return asked(wish.request, 'Hit', aged(kept, wish.edge.now()));
}

async function keptAnew(wish: Wish, response: WebResponse): Promise<Fetched> {
  const { request, cache, key, edge, encoding } = wish;
  const packed = await compressed(response, encoding);
  const times = { storedAt: edge.now(), freshUntil: freshUntil(wish, response) };
  const canBeRenewed = response.status === 200 && isTagged(response) && !forbidsKeeping(response);
  if (times.freshUntil > times.storedAt || canBeRenewed) {
    const { etag, 'last-modified': modified } = response.headers;
    cache.keep(key, { ...times, response: packed, etag: one(etag), modified: one(modified) });
  } else {
    cache.forget(key);
  }
  return asked(request, 'Miss', packed);
}

const asked = (request: WebRequest, how: Fetched['how'], response: WebResponse): Fetched => ({
  how,
  response: partAsked(request, unlessKnown(request, response)),
});

const aged = ({ response, storedAt }: Kept, now: number): WebResponse => ({
  ...response,
  headers: { ...response.headers, age: String(Math.floor((now - storedAt) / 1000)) },
});

const isTagged = ({ headers }: WebResponse): boolean =>
  headers.etag !== undefined || headers['last-modified'] !== undefined;

/** The viewer's own conditions are answered from what is kept. */
function unconditional(request: WebRequest): WebRequest {
  const { 'if-none-match': _, 'if-modified-since': __, ...headers } = request.headers;
  return { ...request, headers };
}

function askingForNews(request: WebRequest, { etag, modified }: Kept): WebRequest {
  const headers = {
    ...request.headers,
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
  return { ...request, headers };
}

/** The tag of what is kept may have become a weak one by compressing; the rest is as the origin says now. */
function withoutTag({ etag: _, 'content-length': __, vary: ___, ...headers }: WebResponse['headers']) {
  return headers;
}
