import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { copySourceOf } from './copy-source.ts';
import { locate } from './locate.ts';
import { headersIn, headersToKeep, identifying } from './object-headers.ts';
import { isUnchanged, sourceConditions, writeGuard } from './preconditions.ts';
import { preconditionFailed, S3Error } from './s3-error.ts';
import { element, s3Namespace, xmlDocument } from './xml.ts';

/** Copies an object, with its own headers or, told so, with new ones. */
export async function copyObject(desk: Desk, call: Call): Promise<AwsResponse> {
  const { id, request, bucket, key, visitor } = call;
  const { headers } = request;
  const from = copySourceOf(headers['x-amz-copy-source'] ?? '');
  const source = locate(desk, { ...from, bucket: desk.buckets.named(from.bucket), visitor });
  if (isUnchanged(sourceConditions(headers), source))
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  const replaces = headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!replaces && !from.version && from.bucket === bucket.name && from.key === key) throw copyOntoItself();
  const wanted = {
    bucket: bucket.name,
    key,
    body: desk.store.stored.body(source),
    headers: replaces ? headersToKeep(headers) : headersIn(source.headers),
    checksum: headersIn(source.checksum),
  };
  const herald = desk.heralds.created(bucket, 'CopyObject', id);
  const { object, announcement } = await desk.store.put(
    wanted,
    bucket.versioned,
    writeGuard(headers, key),
    herald,
  );
  await desk.announcer.announce(announcement);
  const result = [
    element('ETag', `"${object.etag}"`),
    element('LastModified', new Date(object.modified).toISOString()),
    ...Object.entries(wanted.checksum).map(([name, value]) => element(elementOf(name), value)),
  ];
  return {
    status: 200,
    headers: { ...identifying(object), 'content-type': 'application/xml' },
    body: xmlDocument('CopyObjectResult', result, s3Namespace),
  };
}

/** `x-amz-checksum-crc32` is written `ChecksumCRC32` in XML. */
const elementOf = (header: string): string =>
  `Checksum${header.slice('x-amz-checksum-'.length).toUpperCase()}`;

const copyOntoItself = () =>
  new S3Error(
    400,
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
