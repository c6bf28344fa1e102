import type { StoredObject } from './object.ts';
import { S3Error } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

const system = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
  'expires',
];
const own = 'x-amz-meta-';
/** Names and values of a user's metadata together, in bytes. */
const metadataLimit = 2048;

/** Of a request's (or form's) headers, those that S3 keeps and returns with the object. */
export function headersToKeep(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of system) if (headers[name]) kept[name] = headers[name];
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(own)) continue;
    kept[name] = value;
    size += name.length - own.length + Buffer.byteLength(value);
  }
  if (size > metadataLimit) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new S3Error(400, 'MetadataTooLarge', message, {
      details: { MaxSizeAllowed: String(metadataLimit) },
    });
  }
  return kept;
}

/** What tells one state of an object from another: sent with answers to reads and writes alike. */
export function identifying(object: StoredObject): Record<string, string> {
  const identity: Record<string, string> = {
    etag: `"${object.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
  };
  if (object.version !== 'null') identity['x-amz-version-id'] = object.version;
  return identity;
}

/** The checksum kept with the object, as headers. */
export function checksumHeaders(object: StoredObject): Record<string, string> {
  if (object.checksum === '{}') return {};
  return { ...headersIn(object.checksum), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** Headers as the store keeps them. */
export const headersIn = (json: string): Record<string, string> => JSON.parse(json);

export const httpDate = (milliseconds: number): string => new Date(milliseconds).toUTCString();
