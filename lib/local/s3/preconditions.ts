import type { Guard, StoredObject } from './object.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

const names = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** Whether a reader already has the current state. Throws PreconditionFailed (RFC 9110, section 13.2.2). */
export function isUnchanged(headers: Headers, object: StoredObject): boolean {
  if (!names.some((name) => headers[name] !== undefined)) return false;
  const [match, noneMatch, since, unmodified] = names.map((name) => headers[name]);
  if (match !== undefined) {
    if (!lists(match, object)) throw preconditionFailed('If-Match');
  } else if (unmodified !== undefined && object.modified > Date.parse(unmodified)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) return lists(noneMatch, object);
  return since !== undefined && object.modified <= Date.parse(since);
}

/** Conditions of a write or a deletion, checked in the transaction of the change. */
export function writeGuard(headers: Headers, key: string): Guard {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && noneMatch !== '*')
    throw notImplemented('If-None-Match with an ETag on a write (nor does S3)');
  return (current) => {
    const standing = current && !current.marker ? current : undefined;
    if (noneMatch !== undefined && standing) throw preconditionFailed('If-None-Match');
    if (match === undefined) return;
    if (!standing) throw noSuchKey(key);
    if (!lists(match, standing)) throw preconditionFailed('If-Match');
  };
}

const lists = (header: string, object: StoredObject): boolean =>
  header.trim() === '*' ||
  header.split(',').some((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', '') === object.etag);
