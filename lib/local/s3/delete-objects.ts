import type { AwsResponse } from '../service.ts';
import type { Call, S3Context } from './call.ts';
import { checkedChecksum } from './checksums.ts';
import type { Guard, StoredObject } from './object.ts';
import { type Deletion, deletionsOf, isQuiet } from './operation.ts';
import { writeGuard } from './preconditions.ts';
import { element, group, xmlAnswer } from './xml.ts';

/** Answers DELETE, the same whether anything was there or not. */
export async function deleteObject(context: S3Context, call: Call): Promise<AwsResponse> {
  const version = call.request.query.get('versionId') ?? undefined;
  const deletion = { key: call.key, ...(version !== undefined && { version }) };
  const changed = await applyDeletion(context, call, deletion, writeGuard(call.request.headers, call.key));
  return { status: 204, headers: changed ? deletionHeaders(changed) : {} };
}

/**
 * Removes a named version for good; else lays a delete marker where the bucket keeps versions (in place of the version
 * `null` where that is suspended), and removes the object where it keeps none. Undefined where there was nothing to remove.
 */
export async function applyDeletion(
  { store, events, eventSender }: S3Context,
  { id, bucket }: Call,
  { key, version }: Deletion,
  guard: Guard,
): Promise<StoredObject | undefined> {
  const marks = version === undefined && bucket.versioning !== 'Off';
  const toEvent = events.deleted(bucket, id, marks ? 'Delete Marker Created' : 'Permanently Deleted');
  const change = marks
    ? store.mark(bucket.name, key, bucket.versioning === 'Enabled', guard, toEvent)
    : store.remove(bucket.name, key, version ?? 'null', guard, toEvent);
  await eventSender.send(change?.outboxEvent);
  return change?.object;
}

function deletionHeaders({ marker, version }: StoredObject): Record<string, string> {
  const trace: Record<string, string> = marker ? { 'x-amz-delete-marker': 'true' } : {};
  if (version !== 'null') trace['x-amz-version-id'] = version;
  return trace;
}

/** Deletes up to 1,000 keys, in their order. */
export async function deleteObjects(context: S3Context, call: Call): Promise<AwsResponse> {
  const { headers, body } = call.request;
  checkedChecksum(headers, body);
  const results: string[] = [];
  for (const deletion of deletionsOf(body)) {
    const changed = await applyDeletion(context, call, deletion, () => {});
    const parts = [element('Key', deletion.key)];
    if (deletion.version !== undefined) parts.push(element('VersionId', deletion.version));
    if (changed?.marker)
      parts.push(element('DeleteMarker', true), element('DeleteMarkerVersionId', changed.version));
    results.push(group('Deleted', parts));
  }
  return xmlAnswer('DeleteResult', isQuiet(body) ? [] : results);
}
