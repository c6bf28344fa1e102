import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { locate } from './locate.ts';
import type { StoredObject } from './object.ts';
import { checksumHeaders, headersIn, httpDate, identifying } from './object-headers.ts';
import { isUnchanged } from './preconditions.ts';
import { rangeOf } from './range.ts';

/** Answers GET and HEAD. */
export function getObject(desk: Desk, call: Call, withBody: boolean): AwsResponse {
  const { request, bucket, key, visitor } = call;
  const version = request.query.get('versionId') ?? undefined;
  const object = locate(desk, { bucket, key, version, visitor });
  const headers = identifying(object);
  headers['last-modified'] = httpDate(object.modified);
  if (isUnchanged(request.headers, object))
    return { status: 304, headers: { ...cachingOf(object), ...headers } };
  const range = rangeOf(request.headers.range, object.size);
  Object.assign(headers, headersIn(object.headers), overrides(request.query));
  headers['accept-ranges'] = 'bytes';
  headers['content-length'] = String(range?.length ?? object.size);
  if (range)
    headers['content-range'] = `bytes ${range.start}-${range.start + range.length - 1}/${object.size}`;
  // S3 keeps checksums of whole objects: it has none to give for a part.
  else if (request.headers['x-amz-checksum-mode'] === 'ENABLED')
    Object.assign(headers, checksumHeaders(object));
  const status = range ? 206 : 200;
  if (!withBody) return { status, headers };
  return { status, headers, body: desk.store.stored.body(object, range?.start, range?.length) };
}

function cachingOf(object: StoredObject): Record<string, string> {
  const { 'cache-control': cacheControl } = headersIn(object.headers);
  return cacheControl ? { 'cache-control': cacheControl } : {};
}

/** Headers that the asker wants to read otherwise: `response-content-type` and its like. */
function overrides(query: URLSearchParams): Record<string, string> {
  if (query.size === 0) return {};
  const wanted = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(wanted.map(([name, value]) => [name.slice('response-'.length), value]));
}
