import type { AwsResponse } from '../service.ts';
import type { Call, S3Context } from './call.ts';
import type { StoredObject } from './object.ts';
import { invalidArgument } from './s3-error.ts';
import { element, group, xmlAnswer } from './xml.ts';

/** Answers ListObjectsV2. */
export function listObjects({ store }: S3Context, { request: { query }, bucket }: Call): AwsResponse {
  const [token, prefix, limit] = [query.get('continuation-token'), query.get('prefix') ?? '', limitOf(query)];
  const from = laterOf(token === null ? startOf(query) : keyOf(token), prefix);
  const page = pageOf(store.stored.list(bucket.name, from), prefix, limit);
  const parts = [
    element('Name', bucket.name),
    element('Prefix', prefix),
    ...(token === null ? [] : [element('ContinuationToken', token)]),
    element('MaxKeys', limit),
    element('KeyCount', page.objects.length),
    element('IsTruncated', page.next !== undefined),
    ...(page.next === undefined ? [] : [element('NextContinuationToken', tokenOf(page.next))]),
    ...page.objects.map(objectXml),
  ];
  return xmlAnswer('ListBucketResult', parts);
}

/** `next` is the first key of the next page; undefined on the last. */
function pageOf(
  all: Iterable<StoredObject>,
  prefix: string,
  limit: number,
): { objects: StoredObject[]; next?: string } {
  const objects: StoredObject[] = [];
  for (const object of all) {
    if (!object.key.startsWith(prefix)) break;
    if (objects.length === limit) return limit ? { objects, next: object.key } : { objects };
    objects.push(object);
  }
  return { objects };
}

const objectXml = ({ key, modified, etag, size }: StoredObject) =>
  group('Contents', [
    element('Key', key),
    element('LastModified', new Date(modified).toISOString()),
    element('ETag', `"${etag}"`),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
  ]);

/** The first key there can be after the one named. */
function startOf(query: URLSearchParams): string {
  const after = query.get('start-after');
  return after ? `${after}\0` : '';
}

/** Strings of JavaScript compare by UTF-16, which is not S3's order. */
const laterOf = (a: string, b: string): string =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a;

const tokenOf = (key: string): string => Buffer.from(key).toString('base64url');

function keyOf(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (!token || tokenOf(key) !== token) throw invalidArgument('The continuation token provided is incorrect');
  return key;
}

/** Reads `max-keys`: at most 1,000, which is also what S3 takes for none. */
export function limitOf(query: URLSearchParams): number {
  const given = query.get('max-keys') || '1000';
  if (!/^\d+$/.test(given)) throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(Number(given), 1000);
}
