import type { AwsResponse } from '../service.ts';
import type { Call, S3Context } from './call.ts';
import { limitOf } from './list-objects.ts';
import type { StoredObject } from './object.ts';
import { element, group, xmlAnswer } from './xml.ts';

type Version = StoredObject & { latest: boolean };

/** Answers ListObjectVersions. */
export function listVersions({ store }: S3Context, { request: { query }, bucket }: Call): AwsResponse {
  const prefix = query.get('prefix') ?? '';
  const limit = limitOf(query);
  const [versions, next] = pageOf(
    store.stored.versions(bucket.name, query.get('key-marker') ?? prefix),
    query,
    limit,
  );
  const parts = [
    element('Name', bucket.name),
    element('Prefix', prefix),
    element('MaxKeys', limit),
    element('IsTruncated', next !== undefined),
    ...(next ? [element('NextKeyMarker', next.key), element('NextVersionIdMarker', next.version)] : []),
    ...versions.map(versionXml),
  ];
  return xmlAnswer('ListVersionsResult', parts);
}

/** The page, and its last entry if there are more. */
function pageOf(
  all: Iterable<Version>,
  query: URLSearchParams,
  limit: number,
): [Version[], Version | undefined] {
  const prefix = query.get('prefix') ?? '';
  const page: Version[] = [];
  const [key, version] = [query.get('key-marker'), query.get('version-id-marker')];
  // A marker without a version means: after all versions of its key.
  let passed = key === null;
  for (const one of all) {
    if (!one.key.startsWith(prefix)) break;
    if (!passed && one.key !== key) passed = true;
    if (!passed) passed = one.version === version;
    else if (page.length === limit) return [page, page.at(-1)];
    else page.push(one);
  }
  return [page, undefined];
}

const versionXml = (one: Version) =>
  group(one.marker ? 'DeleteMarker' : 'Version', [
    element('Key', one.key),
    element('VersionId', one.version),
    element('IsLatest', one.latest),
    element('LastModified', new Date(one.modified).toISOString()),
    ...(one.marker
      ? []
      : [element('ETag', `"${one.etag}"`), element('Size', one.size), element('StorageClass', 'STANDARD')]),
  ]);
