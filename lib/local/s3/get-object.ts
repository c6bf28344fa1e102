import type { AwsResponse } from '../service.ts';
import type { Requester } from './access.ts';
import type { Bucket } from './buckets.ts';
import type { Call, S3Context } from './call.ts';
import type { StoredObject } from './object.ts';
import { checksumHeaders, headersIn, httpDate, identityHeaders } from './object-headers.ts';
import { isUnchanged } from './preconditions.ts';
import { accessDenied, noSuchKey, S3Error } from './s3-error.ts';

/** Answers GET and HEAD. */
export function getObject(context: S3Context, call: Call, withBody: boolean): AwsResponse {
  const { request, bucket, key, requester } = call;
  const version = request.query.get('versionId') ?? undefined;
  const object = findObject(context, { bucket, key, version, requester });
  const headers = identityHeaders(object);
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
  return { status, headers, body: context.store.stored.body(object, range?.start, range?.length) };
}

function cachingOf(object: StoredObject): Record<string, string> {
  const { 'cache-control': cacheControl } = headersIn(object.headers);
  return cacheControl ? { 'cache-control': cacheControl } : {};
}

/** Headers that the query overrides: `response-content-type` and similar. */
function overrides(query: URLSearchParams): Record<string, string> {
  if (query.size === 0) return {};
  const wanted = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(wanted.map(([name, value]) => [name.slice('response-'.length), value]));
}

interface ObjectAddress {
  bucket: Bucket;
  key: string;
  version?: string;
  requester: Requester;
}

/** The requested object. Throws as S3 does where it is missing or deleted, or 403 if that may not be known. */
function findObject(
  { store, access }: S3Context,
  { bucket, key, version, requester }: ObjectAddress,
): StoredObject {
  const found =
    version === undefined
      ? store.stored.find(bucket.name, key)
      : store.stored.version(bucket.name, key, version);
  if (found && !found.marker) return found;
  if (!access.maySeeMissing(requester, bucket)) throw accessDenied();
  if (found && version !== undefined) throw isMarker(found);
  if (version !== undefined) throw noSuchVersion(key, version);
  throw noSuchKey(
    key,
    found ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.version } : undefined,
  );
}

const isMarker = ({ version, modified }: StoredObject) =>
  new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    headers: {
      allow: 'DELETE',
      'last-modified': new Date(modified).toUTCString(),
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': version,
    },
  });

const noSuchVersion = (key: string, version: string) =>
  new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', {
    details: { Key: key, VersionId: version },
  });

interface Range {
  start: number;
  length: number;
}

/** Reads a `Range` header of one range; undefined where the whole is meant. Throws InvalidRange. */
function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return suffixRange(Number(to), size);
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return undefined;
  if (start >= size) throw invalidRange(size);
  return { start, length: end - start + 1 };
}

function suffixRange(length: number, size: number): Range {
  if (length === 0 || size === 0) throw invalidRange(size);
  const start = Math.max(0, size - length);
  return { start, length: size - start };
}

const invalidRange = (size: number) =>
  new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
    details: { ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  });
