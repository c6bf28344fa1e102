import type { AwsRequest, Need } from '../service.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { contentsOf, plainText } from './xml.ts';

/** What a request is about. `key` is empty where it is about the bucket. */
export interface Target {
  bucket: string;
  key: string;
}

export type Operation =
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'PostObject'
  | 'Preflight'
  | 'PutObject';

/** `/<bucket>/<key>`, percent-encoded, to its names. Throws S3Error on a key S3 would not take. */
export function targetOf(path: string): Target {
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const key = slash < 0 ? '' : decoded(path.slice(slash + 1));
  if (key.length > 340 && Buffer.byteLength(key) > 1024) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
  }
  return { bucket, key };
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

const understood = new Set(
  `delete fetch-owner key-marker list-type max-keys prefix continuation-token
  start-after version-id-marker versionId versions x-id`.split(/\s+/),
);
const foreignHeaders =
  `x-amz-copy-source x-amz-tagging x-amz-acl x-amz-storage-class x-amz-website-redirect-location
  x-amz-object-lock-mode x-amz-object-lock-legal-hold x-amz-write-offset-bytes
  x-amz-server-side-encryption-customer-algorithm x-amz-server-side-encryption-aws-kms-key-id
  x-amz-mfa`.split(/\s+/);

/** Which operation of S3 this is. Throws NotImplemented, with its name, for what is not imitated. */
export function operationOf({ method, path, query, headers }: AwsRequest): Operation {
  for (const name of query.keys()) {
    if (!understood.has(name) && !/^(x-amz-|response-)/i.test(name))
      throw notImplemented(`the query parameter ${name}`);
  }
  for (const name of foreignHeaders) if (headers[name]) throw notImplemented(`the header ${name}`);
  const slash = path.indexOf('/', 1);
  if (slash < 0 || slash === path.length - 1) return onBucket(method, query);
  const operation = onObject[method];
  if (!operation) throw methodNotAllowed(method);
  return operation;
}

const onObject: Readonly<Record<string, Operation>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
  OPTIONS: 'Preflight',
};

function onBucket(method: string, query: URLSearchParams): Operation {
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'GET' && query.has('versions')) return 'ListObjectVersions';
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  if (method === 'OPTIONS') return 'Preflight';
  if (method === 'GET') throw notImplemented('listing buckets, nor the first version of ListObjects');
  throw methodNotAllowed(method);
}

const methodNotAllowed = (method: string) =>
  new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    details: { Method: method },
  });

export interface Deletion {
  key: string;
  version?: string;
}

/** Reads the body of DeleteObjects. Throws MalformedXML as S3 does for none, or for more than 1,000. */
export function deletionsOf(body: Buffer): Deletion[] {
  const wanted = contentsOf('Object', body.toString()).map((inside) => {
    const [key = ''] = contentsOf('Key', inside);
    const [version] = contentsOf('VersionId', inside);
    return version === undefined
      ? { key: plainText(key) }
      : { key: plainText(key), version: plainText(version) };
  });
  if (wanted.length === 0 || wanted.length > 1000 || wanted.some(({ key }) => key === '')) {
    throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  return wanted;
}

/** Whether the answer is to name failures alone. */
export const isQuiet = (body: Buffer): boolean => contentsOf('Quiet', body.toString())[0]?.trim() === 'true';

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
/** The bucket that an ARN, of itself or of an object, is about. */
export const bucketOfArn = (arn: string): string => arn.slice(bucketArn('').length).split('/', 1)[0] ?? '';
const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** What IAM must allow before `operation` is served. A form and a preflight are checked elsewhere. */
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

/** Without the right to list a bucket, a missing key is answered with 403. */
export const toFind = (bucket: string): Need => ({ action: 's3:ListBucket', resource: bucketArn(bucket) });

function toList(operation: Operation, bucket: string, query: URLSearchParams): Need {
  const named = ['prefix', 'max-keys'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[`s3:${name}`, value]];
  });
  const action = operation === 'ListObjectVersions' ? 's3:ListBucketVersions' : 's3:ListBucket';
  return { action, resource: bucketArn(bucket), conditions: Object.fromEntries(named) };
}
