import type { Visitor } from './access.ts';
import type { Bucket } from './buckets.ts';
import type { Desk } from './call.ts';
import type { StoredObject } from './object.ts';
import { accessDenied, noSuchKey, S3Error } from './s3-error.ts';

interface Wanted {
  bucket: Bucket;
  key: string;
  version?: string;
  visitor: Visitor;
}

/** The object that is asked for. Throws as S3 does where it is missing, deleted, or not to be known missing. */
export function locate({ store, access }: Desk, { bucket, key, version, visitor }: Wanted): StoredObject {
  const found =
    version === undefined
      ? store.stored.find(bucket.name, key)
      : store.stored.version(bucket.name, key, version);
  if (found && !found.marker) return found;
  if (!access.mayKnowMissing(visitor, bucket)) throw accessDenied();
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
