import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { checkedChecksum } from './checksums.ts';
import { checksumHeaders, headersToKeep, identifying } from './object-headers.ts';
import { writeGuard } from './preconditions.ts';

/** Stores the body, and answers when it is announced. */
export async function putObject(desk: Desk, { id, request, bucket, key }: Call): Promise<AwsResponse> {
  const { headers, body } = request;
  const wanted = {
    bucket: bucket.name,
    key,
    body,
    headers: headersToKeep(headers),
    checksum: checkedChecksum(headers, body),
  };
  const herald = desk.heralds.created(bucket, 'PutObject', id);
  const change = await desk.store.put(wanted, bucket.versioned, writeGuard(headers, key), herald);
  if (change.announcement) await desk.announcer.announce(change.announcement);
  return { status: 200, headers: { ...identifying(change.object), ...checksumHeaders(change.object) } };
}
