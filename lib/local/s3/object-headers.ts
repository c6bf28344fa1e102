import type { StoredObject } from './object.ts';
import { S3Error } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

const systemHeaders = [
  'content-type',
  'cache-control',
  'content-encoding',
  'content-disposition',
  'content-language',
  'expires',
];
const metadataPrefix = 'x-amz-meta-';
/** Names and values of a user's metadata together, in bytes. */
const metadataLimit = 2048;

/** Of a request's (or form's) headers, those that S3 stores and returns with the object. */
export function headersToStore(headers: Headers): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of systemHeaders) if (headers[name]) stored[name] = headers[name];
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(metadataPrefix)) continue;
    stored[name] = value;
    size += name.length - metadataPrefix.length + Buffer.byteLength(value);
  }
  if (size > metadataLimit) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new S3Error(400, 'MetadataTooLarge', message, {
      details: { MaxSizeAllowed: String(metadataLimit) },
    });
  }
  return stored;
}

/** ETag and version, sent with answers to reads and writes alike. */
export function identityHeaders(object: StoredObject): Record<string, string> {
  const identity: Record<string, string> = {
    etag: `"${object.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
  };
  if (object.version !== 'null') identity['x-amz-version-id'] = object.version;
  return identity;
}

/** The checksum stored with the object, as headers. */
export function checksumHeaders(object: StoredObject): Record<string, string> {
  if (object.checksum === '{}') return {};
  return { ...headersIn(object.checksum), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** Parses stored headers. */
export const headersIn = (json: string): Record<string, string> => JSON.parse(json);

export const httpDate = (milliseconds: number): string => new Date(milliseconds).toUTCString();
