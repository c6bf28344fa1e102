import type { AwsResponse } from '../service.ts';
import type { Call, Desk } from './call.ts';
import { checkedChecksum } from './checksums.ts';
import type { Guard, StoredObject } from './object.ts';
import { type Deletion, deletionsOf, isQuiet } from './operation.ts';
import { writeGuard } from './preconditions.ts';
import { element, group, s3Namespace, xmlDocument } from './xml.ts';

/** Answers DELETE, the same whether anything was there or not. */
export async function deleteObject(desk: Desk, call: Call): Promise<AwsResponse> {
  const version = call.request.query.get('versionId') ?? undefined;
  const deletion = { key: call.key, ...(version !== undefined && { version }) };
  const changed = await applyDeletion(desk, call, deletion, writeGuard(call.request.headers, call.key));
  return { status: 204, headers: changed ? traceOf(changed) : {} };
}

/**
 * Removes a named version for good; else lays a delete marker where the bucket keeps versions, and
 * removes the object where it keeps none. Undefined where there was nothing to remove.
 */
export async function applyDeletion(
  { store, heralds, announcer }: Desk,
  { id, bucket }: Call,
  { key, version }: Deletion,
  guard: Guard,
): Promise<StoredObject | undefined> {
  const marks = version === undefined && bucket.versioned;
  const herald = heralds.deleted(bucket, id, marks ? 'Delete Marker Created' : 'Permanently Deleted');
  const change = marks
    ? store.mark(bucket.name, key, guard, herald)
    : store.remove(bucket.name, key, version ?? 'null', guard, herald);
  await announcer.announce(change?.announcement);
  return change?.object;
}

function traceOf({ marker, version }: StoredObject): Record<string, string> {
  const trace: Record<string, string> = marker ? { 'x-amz-delete-marker': 'true' } : {};
  if (version !== 'null') trace['x-amz-version-id'] = version;
  return trace;
}

/** Deletes up to 1,000 keys, in their order. */
export async function deleteObjects(desk: Desk, call: Call): Promise<AwsResponse> {
  const { headers, body } = call.request;
  checkedChecksum(headers, body);
  const told: string[] = [];
  for (const deletion of deletionsOf(body)) {
    const changed = await applyDeletion(desk, call, deletion, () => {});
    const parts = [element('Key', deletion.key)];
    if (deletion.version !== undefined) parts.push(element('VersionId', deletion.version));
    if (changed?.marker)
      parts.push(element('DeleteMarker', true), element('DeleteMarkerVersionId', changed.version));
    told.push(group('Deleted', parts));
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument('DeleteResult', isQuiet(body) ? [] : told, s3Namespace),
  };
}
