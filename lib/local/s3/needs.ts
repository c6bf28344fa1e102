import type { AwsRequest, Need } from '../service.ts';
import { deletionsOf } from './deletions.ts';
import { type Operation, targetOf } from './target.ts';

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
/** The bucket that an ARN, of itself or of an object, is about. */
export const bucketOfArn = (arn: string): string => arn.slice(bucketArn('').length).split('/', 1)[0] ?? '';
const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** What IAM must allow before `operation` is served. A form and a preflight bring their own proof. */
export function needsOf(operation: Operation, request: AwsRequest): Need[] {
  const { bucket, key } = targetOf(request.path);
  const version = request.query.get('versionId') ?? undefined;
  switch (operation) {
    case 'GetObject':
    case 'HeadObject':
      return [toRead(bucket, key, version)];
    case 'PutObject':
      return [toWrite(bucket, key)];
    case 'DeleteObject':
      return [toDelete(bucket, key, version)];
    case 'DeleteObjects':
      return deletionsOf(request.body).map((one) => toDelete(bucket, one.key, one.version));
    case 'ListObjectsV2':
    case 'ListObjectVersions':
      return [toList(operation, bucket, request.query)];
    case 'HeadBucket':
      return [toFind(bucket)];
    case 'PostObject':
    case 'Preflight':
      return [];
  }
}

const toRead = (bucket: string, key: string, version?: string): Need => ({
  action: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
  resource: objectArn(bucket, key),
  ...(version !== undefined && { conditions: { 's3:VersionId': version } }),
});

export const toWrite = (bucket: string, key: string): Need => ({
  action: 's3:PutObject',
  resource: objectArn(bucket, key),
});

const toDelete = (bucket: string, key: string, version?: string): Need => ({
  action: version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
  resource: objectArn(bucket, key),
});

/** Who may not list a bucket is not told that a key is missing there. */
export const toFind = (bucket: string): Need => ({ action: 's3:ListBucket', resource: bucketArn(bucket) });

function toList(operation: Operation, bucket: string, query: URLSearchParams): Need {
  const named = ['prefix', 'max-keys'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[`s3:${name}`, value]];
  });
  const action = operation === 'ListObjectVersions' ? 's3:ListBucketVersions' : 's3:ListBucket';
  return { action, resource: bucketArn(bucket), conditions: Object.fromEntries(named) };
}
