import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { behind, limitOf, listPage } from './list-page.ts';
import type { StoredObject } from './object.ts';
import { invalidArgument } from './s3-error.ts';
import { element, group, s3Namespace, xmlDocument } from './xml.ts';

/** Answers ListObjectsV2. */
export function listObjects({ store }: Desk, { request: { query }, bucket }: Call): AwsResponse {
  const text = encodingOf(query);
  const token = query.get('continuation-token');
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const limit = limitOf(query);
  const from = token === null ? startOf(query) : placeOf(token);
  const page = listPage((key) => store.stored.list(bucket.name, key), { prefix, delimiter, from, limit });
  const parts = [
    element('Name', bucket.name),
    element('Prefix', text(prefix)),
    ...(delimiter ? [element('Delimiter', text(delimiter))] : []),
    ...(token === null ? [] : [element('ContinuationToken', token)]),
    ...(query.has('encoding-type') ? [element('EncodingType', 'url')] : []),
    element('MaxKeys', limit),
    element('KeyCount', page.objects.length + page.prefixes.length),
    element('IsTruncated', page.next !== undefined),
    ...(page.next === undefined ? [] : [element('NextContinuationToken', tokenOf(page.next))]),
    ...page.objects.map((object) => contents(object, text)),
    ...page.prefixes.map((one) => group('CommonPrefixes', [element('Prefix', text(one))])),
  ];
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument('ListBucketResult', parts, s3Namespace),
  };
}

const contents = ({ key, modified, etag, size }: StoredObject, text: (name: string) => string) =>
  group('Contents', [
    element('Key', text(key)),
    element('LastModified', new Date(modified).toISOString()),
    element('ETag', `"${etag}"`),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
  ]);

function startOf(query: URLSearchParams): string {
  const after = query.get('start-after');
  return after ? behind(after) : '';
}

const tokenOf = (place: string): string => Buffer.from(place).toString('base64url');

function placeOf(token: string): string {
  const place = Buffer.from(token, 'base64url').toString();
  if (!token || tokenOf(place) !== token)
    throw invalidArgument('The continuation token provided is incorrect');
  return place;
}

/** How names are written: as they are, or percent-encoded for readers who cannot take all of XML. */
export function encodingOf(query: URLSearchParams): (name: string) => string {
  if (query.get('encoding-type') !== 'url') return (name) => name;
  return (name) => encodeURIComponent(name).replaceAll('%2F', '/');
}
