import { invalidArgument } from './s3-error.ts';
import { type Target, targetOf } from './target.ts';

/** Reads `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded, perhaps with a version. */
export function copySourceOf(header: string): Target & { version?: string } {
  const [path = '', query = ''] = header.split('?', 2);
  const target = targetOf(path.startsWith('/') ? path : `/${path}`);
  if (!target.bucket || !target.key) {
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  const version = new URLSearchParams(query).get('versionId');
  return version === null ? target : { ...target, version };
}
